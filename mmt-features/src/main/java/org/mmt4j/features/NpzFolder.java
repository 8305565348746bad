package org.mmt4j.features;

import com.google.common.collect.Maps;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.mmt4j.io.NumpyFile;
import org.mmt4j.io.StoredArray;

/**
 * A folder with one {@code .npz} file a video, {@code ID.npz}, in the folder itself or in folders
 * inside it: a zip file with an entry {@code EXPERT.npy} for each expert, as {@code numpy.savez}
 * and {@code savez_compressed} write it. Arrays are as in {@link NpyFolder}; one of more than 256
 * MiB is refused.
 */
public final class NpzFolder {

  private static final String ENDING = ".npy";
  private static final int MAX_BYTES = 1 << 28;

  /** The file of one video. */
  private record Video(Path file) implements VideoArrays {

    @Override
    public Set<String> experts() throws IOException {
      return opened(
          zip -> {
            Set<String> experts = new HashSet<>();
            zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(ENDING))
                .forEach(name -> experts.add(name.substring(0, name.length() - ENDING.length())));
            return experts;
          });
    }

    @Override
    public Path file(String expert) {
      return file;
    }

    @Override
    public StoredArray array(String expert) throws IOException {
      return opened(zip -> NumpyFile.of(bytes(zip, expert + ENDING)));
    }

    private <T> T opened(Reading<T> reading) throws IOException {
      try (ZipFile zip = new ZipFile(file.toFile())) {
        return reading.read(zip);
      } catch (ZipException | IllegalArgumentException e) {
        throw new FeatureFileException(file, String.valueOf(e.getMessage()), e);
      } catch (FeatureFileException e) {
        throw e;
      } catch (IOException e) {
        throw new FeatureFileException(file, "cannot be read (" + e.getMessage() + ")", e);
      }
    }

    /** What an entry declares is believed only up to the most that is read. */
    private static ByteBuffer bytes(ZipFile zip, String name) throws IOException {
      ZipEntry entry = zip.getEntry(name);
      if (entry == null || entry.getSize() < 0 || entry.getSize() > MAX_BYTES) {
        throw new ZipException(name + ": found no entry of at most " + MAX_BYTES + " bytes");
      }
      try (InputStream in = zip.getInputStream(entry)) {
        byte[] bytes = in.readNBytes((int) entry.getSize());
        if (bytes.length < entry.getSize() || in.read() >= 0) {
          throw new ZipException(
              name + ": found other than the " + entry.getSize() + " bytes it declares");
        }
        return ByteBuffer.wrap(bytes);
      }
    }
  }

  /** Something read from a zip file. */
  private interface Reading<T> {
    T read(ZipFile zip) throws IOException;
  }

  private NpzFolder() {}

  /**
   * Lists the files.
   *
   * @throws FeatureFileException if there is no such folder, no file in it, or two of one video
   */
  public static FeatureSource open(Path folder) throws FeatureFileException {
    return new ArraySource(
        folder, Maps.transformValues(FeatureFolder.files(folder, ".npz"), Video::new));
  }
}
