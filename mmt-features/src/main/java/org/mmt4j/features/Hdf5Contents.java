package org.mmt4j.features;

import io.jhdf.GlobalHeap;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The data sets in the root group of one HDF5 file, read completely into memory. The file is closed
 * before this object exists. Links out of the root group, which may lead to other files, are not
 * followed.
 */
final class Hdf5Contents {

  /**
   * Maximum size of a file, and maximum size of its data sets together after decompression: 256
   * MiB, or an eighth of the heap if that is less.
   */
  static final int MAX_BYTES = (int) Math.min(1 << 28, Runtime.getRuntime().maxMemory() / 8);

  /**
   * Maximum number of bytes of structure that are read. jHDF creates up to 25 bytes of objects for
   * each of them.
   */
  private static final int MAX_STRUCTURE = MAX_BYTES / 4;

  /** Bytes that a row of a matrix, or a word, needs in addition to its values. */
  private static final int OVERHEAD = 64;

  private final Path file;
  private final int fileSize;
  private final Hdf5Structure structure;
  private final Map<String, Optional<Dataset>> children;
  private final Hdf5Budget values = new Hdf5Budget("values", MAX_BYTES);
  private final Map<Long, GlobalHeap> heaps = new HashMap<>();

  private Hdf5Contents(
      Path file, int fileSize, Hdf5Structure structure, Map<String, Optional<Dataset>> children) {
    this.file = file;
    this.fileSize = fileSize;
    this.structure = structure;
    this.children = children;
  }

  static Hdf5Contents read(Path file) throws FeatureFileException {
    byte[] bytes = bytesOf(file);
    if (bytes.length == 0) {
      throw new FeatureFileException(file, "found an empty file, expected an HDF5 file");
    }
    return translateErrors(
        file,
        "the HDF5 structure",
        () -> {
          HdfFile hdf = HdfFile.fromBytes(bytes);
          Hdf5Budget budget = new Hdf5Budget("structure", MAX_STRUCTURE);
          Hdf5Structure structure = new Hdf5Structure(hdf.getHdfBackingStorage(), budget);
          return new Hdf5Contents(
              file, bytes.length, structure, Hdf5Root.children(structure, budget, hdf));
        });
  }

  Path file() {
    return file;
  }

  /** Returns the names in the root group. */
  Set<String> names() {
    return children.keySet();
  }

  /** Returns the floating-point matrix with a name, or empty if there is no such data set. */
  Optional<Hdf5Matrix> matrix(String name) throws FeatureFileException {
    if (!children.containsKey(name)) {
      return Optional.empty();
    }
    Dataset dataset = dataset(name);
    return Optional.of(
        translateErrors(
            file,
            name,
            () -> {
              spend(dataset);
              return Hdf5Matrix.of(dataset, fileSize);
            }));
  }

  /** Returns the list of words with a name, or empty if there is no such data set. */
  Optional<Hdf5Words> words(String name) throws FeatureFileException {
    if (!children.containsKey(name)) {
      return Optional.empty();
    }
    Dataset dataset = dataset(name);
    return Optional.of(
        translateErrors(
            file,
            name,
            () -> {
              spend(dataset);
              return Hdf5Words.of(dataset, fileSize, this::heap, values);
            }));
  }

  private Dataset dataset(String name) throws FeatureFileException {
    return children
        .getOrDefault(name, Optional.empty())
        .orElseThrow(
            () ->
                new FeatureFileException(
                    file,
                    name + ": found a link or a group, expected a data set in the root group"));
  }

  /**
   * Takes the memory of a data set from the budget: its values as stored or as float32, whichever
   * is larger, and the overhead of rows or words.
   */
  private void spend(Dataset dataset) {
    long count = Hdf5Storage.count(dataset);
    if (count > 0) {
      int valueBytes = Math.max(Float.BYTES, dataset.getDataType().getSize());
      values.spend(Math.multiplyExact(count, (long) valueBytes));
      long rows = dataset.isScalar() ? 1 : dataset.getDimensionsAsLong()[0];
      values.spend(Math.multiplyExact(rows, (long) OVERHEAD));
    }
  }

  private GlobalHeap heap(long address) {
    return heaps.computeIfAbsent(address, a -> new GlobalHeap(structure, a));
  }

  private static byte[] bytesOf(Path file) throws FeatureFileException {
    return FileAccess.read(
        file,
        "an HDF5 file",
        () -> {
          try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES);
            if (in.read() >= 0) {
              throw new FeatureFileException(
                  file, "expected a file of at most " + MAX_BYTES + " bytes, found a larger one");
            }
            return bytes;
          }
        });
  }

  /**
   * Translates the exceptions of jHDF. For a damaged file jHDF throws almost any RuntimeException,
   * and a StackOverflowError if its structure contains itself. No state of jHDF remains after the
   * failure.
   */
  private static <T> T translateErrors(Path file, String what, JhdfRead<T> reading)
      throws FeatureFileException {
    try {
      return reading.read();
    } catch (Hdf5FormatException e) {
      throw FileAccess.explained(
          new FeatureFileException(file, what + ": " + e.getMessage(), e), "an HDF5 file");
    } catch (RuntimeException | StackOverflowError e) {
      throw FileAccess.explained(
          new FeatureFileException(
              file,
              what
                  + ": found damaged or unsupported HDF5 ("
                  + rootMessage(e)
                  + "), expected a valid file",
              e),
          "an HDF5 file");
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  /** A read access through jHDF. */
  private interface JhdfRead<T> {
    T read();
  }
}
