package org.mmt4j.features;

import io.jhdf.GlobalHeap;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The data sets in the root group of one HDF5 file, read whole into memory. The file is closed when
 * this object exists. Links out of the root group, which might lead to other files, are not
 * followed.
 */
final class Hdf5Contents {

  /** Largest file, and largest data set after decompression, that is read: 256 MiB. */
  static final int MAX_BYTES = 1 << 28;

  private final Path file;
  private final int fileSize;
  private final HdfFile hdf;
  private final Map<String, Node> nodes;
  private final Map<Long, GlobalHeap> heaps = new HashMap<>();

  private Hdf5Contents(Path file, int fileSize, HdfFile hdf, Map<String, Node> nodes) {
    this.file = file;
    this.fileSize = fileSize;
    this.hdf = hdf;
    this.nodes = nodes;
  }

  static Hdf5Contents read(Path file) throws FeatureFileException {
    byte[] bytes = bytesOf(file);
    if (bytes.length == 0) {
      throw new FeatureFileException(file, "found an empty file, expected an HDF5 file");
    }
    return guarded(
        file,
        "the HDF5 structure",
        () -> {
          HdfFile hdf = HdfFile.fromBytes(bytes);
          return new Hdf5Contents(file, bytes.length, hdf, hdf.getChildren());
        });
  }

  Path file() {
    return file;
  }

  /** Names in the root group. */
  Set<String> names() {
    return nodes.keySet();
  }

  /** The floating-point matrix of that name, or empty where there is no such data set. */
  Optional<Hdf5Matrix> matrix(String name) throws FeatureFileException {
    if (!nodes.containsKey(name)) {
      return Optional.empty();
    }
    Dataset dataset = dataset(name);
    return Optional.of(guarded(file, name, () -> Hdf5Matrix.of(dataset, fileSize)));
  }

  /** The list of words of that name. */
  Optional<Hdf5Words> words(String name) throws FeatureFileException {
    if (!nodes.containsKey(name)) {
      return Optional.empty();
    }
    Dataset dataset = dataset(name);
    return Optional.of(guarded(file, name, () -> Hdf5Words.of(dataset, fileSize, this::heap)));
  }

  private Dataset dataset(String name) throws FeatureFileException {
    Node node = nodes.get(name);
    if (node instanceof Dataset dataset) {
      return dataset;
    }
    throw new FeatureFileException(
        file, name + ": found a link or a group, expected a data set in the root group");
  }

  private GlobalHeap heap(long address) {
    return heaps.computeIfAbsent(
        address, where -> new GlobalHeap(hdf.getHdfBackingStorage(), where));
  }

  private static byte[] bytesOf(Path file) throws FeatureFileException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES);
      if (in.read() >= 0) {
        throw new FeatureFileException(
            file, "found more than " + MAX_BYTES + " bytes, expected at most as many");
      }
      return bytes;
    } catch (FeatureFileException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new FeatureFileException(file, "found no such file", e);
    } catch (IOException e) {
      throw new FeatureFileException(file, "cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /**
   * What jHDF makes of a damaged file: almost any RuntimeException, and a StackOverflowError where
   * its structure leads back to itself. Nothing of jHDF's state outlives the failure.
   */
  private static <T> T guarded(Path file, String what, Reading<T> reading)
      throws FeatureFileException {
    try {
      return reading.read();
    } catch (Hdf5FormatException e) {
      throw new FeatureFileException(file, what + ": " + e.getMessage(), e);
    } catch (RuntimeException | StackOverflowError e) {
      throw new FeatureFileException(
          file,
          what + ": found damaged or unknown HDF5 (" + rootMessage(e) + "), expected it whole",
          e);
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  /** Something that jHDF reads. */
  private interface Reading<T> {
    T read();
  }
}
