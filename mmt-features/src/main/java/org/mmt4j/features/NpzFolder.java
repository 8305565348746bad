package org.mmt4j.features;

import com.google.common.collect.Maps;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.mmt4j.io.NumpyFile;
import org.mmt4j.io.StoredArray;

/**
 * A folder of {@code .npz} files: zip files with an entry {@code NAME.npy} for each array, as
 * {@code numpy.savez} and {@code savez_compressed} write them. One of these layouts:
 *
 * <ul>
 *   <li>one file per video, {@code ID.npz}, in the folder or its subfolders, with an array for each
 *       expert; scalars and text are skipped, {@link NamedTimes} are the times of all experts;
 *   <li>a folder per expert, {@code EXPERT/ID.npz}, with one matrix in each file, whatever its
 *       name.
 * </ul>
 *
 * <p>{@link ArrayFeatures} states the shapes. Arrays of more than 256 MiB are rejected.
 */
public final class NpzFolder {

  private static final String EXTENSION = ".npz";
  private static final String ENTRY = ".npy";
  private static final int MAX_BYTES = 1 << 28;

  /** Bytes of an entry that contain its header, if it has no more fields than usual. */
  private static final int MAX_HEADER = 1 << 12;

  /** A zip file. */
  private record Zip(Path file) {

    Set<String> names() throws FeatureFileException {
      return read(
          zip -> {
            Set<String> names = new TreeSet<>();
            zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(ENTRY))
                .forEach(name -> names.add(name.substring(0, name.length() - ENTRY.length())));
            return names;
          });
    }

    /** Returns the names of the arrays, without scalars and text. */
    Set<String> arrays() throws FeatureFileException {
      Set<String> names = names();
      return read(
          zip -> {
            Set<String> arrays = new TreeSet<>();
            for (String name : names) {
              try (InputStream in = zip.getInputStream(zip.getEntry(name + ENTRY))) {
                if (NumpyFile.isArray(ByteBuffer.wrap(in.readNBytes(MAX_HEADER)))) {
                  arrays.add(name);
                }
              }
            }
            return arrays;
          });
    }

    StoredArray array(String name) throws FeatureFileException {
      return read(zip -> NumpyFile.of(bytes(zip, name + ENTRY)));
    }

    /** Returns the only matrix, or the only array if there is no matrix. */
    StoredArray matrix() throws FeatureFileException {
      Set<String> names = names();
      Map<String, StoredArray> matrices = new TreeMap<>();
      for (String name : names) {
        StoredArray array = array(name);
        if (names.size() == 1) {
          return array;
        }
        if (array.shape().length > 1) {
          matrices.put(name, array);
        }
      }
      if (matrices.size() != 1) {
        throw new FeatureFileException(
            file,
            "found "
                + (matrices.isEmpty() ? "no matrix in " + names : "matrices " + matrices.keySet())
                + ", expected one matrix in each file of a folder of one expert");
      }
      return matrices.values().iterator().next();
    }

    private <T> T read(ZipRead<T> read) throws FeatureFileException {
      return FileAccess.read(
          file,
          "an .npz file",
          () -> {
            try (ZipFile zip = new ZipFile(file.toFile())) {
              return read.from(zip);
            } catch (ZipException | IllegalArgumentException e) {
              throw new FeatureFileException(file, String.valueOf(e.getMessage()), e);
            }
          });
    }

    /** Reads an entry. Allocates at most the maximum size, whatever the entry declares. */
    private static ByteBuffer bytes(ZipFile zip, String name) throws IOException {
      ZipEntry entry = zip.getEntry(name);
      if (entry == null || entry.getSize() < 0 || entry.getSize() > MAX_BYTES) {
        throw new ZipException(
            name + ": expected an entry of at most " + MAX_BYTES + " bytes, found none");
      }
      try (InputStream in = zip.getInputStream(entry)) {
        byte[] bytes = in.readNBytes((int) entry.getSize());
        if (bytes.length < entry.getSize() || in.read() >= 0) {
          throw new ZipException(
              name
                  + ": expected the "
                  + entry.getSize()
                  + " bytes that it declares, found a different number");
        }
        return ByteBuffer.wrap(bytes);
      }
    }
  }

  /** The file of one video, with an array for each expert, and with times. */
  private record AllExperts(Zip zip) implements VideoArrays {

    @Override
    public Set<String> experts() throws FeatureFileException {
      Set<String> experts = zip.arrays();
      experts.removeIf(NamedTimes::is);
      return experts;
    }

    @Override
    public Path file(String expert) {
      return zip.file;
    }

    @Override
    public StoredArray array(String expert) throws FeatureFileException {
      return zip.array(expert);
    }

    @Override
    public Optional<double[]> times(String expert) throws FeatureFileException {
      Optional<String> times = NamedTimes.in(zip.arrays());
      if (times.isEmpty()) {
        return Optional.empty();
      }
      int count = ArrayFeatures.count(zip.file, expert, array(expert));
      return NamedTimes.seconds(times.get(), zip.array(times.get()), count);
    }
  }

  /** A read access to a zip file. */
  private interface ZipRead<T> {
    T from(ZipFile zip) throws IOException;
  }

  private NpzFolder() {}

  /**
   * Lists the files.
   *
   * @throws FeatureFileException if the folder does not exist, has no such file, or has two files
   *     of the same video
   */
  public static FeatureSource open(Path folder) throws FeatureFileException {
    List<String> notes = FeatureFolder.othersThan(folder, EXTENSION).stream().toList();
    Optional<Map<String, Map<String, Path>>> byExpert =
        FeatureFolder.byExpert(folder, NpzFolder::hasOneArray, EXTENSION);
    Map<String, ? extends VideoArrays> videos =
        byExpert.isPresent()
            ? Maps.transformValues(
                byExpert.get(),
                files -> new ExpertFiles(files, Map.of(), file -> new Zip(file).matrix()))
            : Maps.transformValues(
                FeatureFolder.files(folder, EXTENSION), file -> new AllExperts(new Zip(file)));
    return new ArraySource(folder, videos, notes);
  }

  private static boolean hasOneArray(Path file) {
    try {
      return new Zip(file).names().size() == 1;
    } catch (FeatureFileException e) {
      return false;
    }
  }
}
