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
 * A folder with one {@code .npz} file per video, {@code ID.npz}, in the folder or its subfolders: a
 * zip file with an entry {@code EXPERT.npy} for each expert, as {@code numpy.savez} and {@code
 * savez_compressed} write it. Arrays are as in {@link NpyFolder}; arrays of more than 256 MiB are
 * rejected.
 */
public final class NpzFolder {

  private static final String EXTENSION = ".npy";
  private static final int MAX_BYTES = 1 << 28;

  /** The file of one video. */
  private record Video(Path file) implements VideoArrays {

    @Override
    public Set<String> experts() throws FeatureFileException {
      return readZip(
          zip -> {
            Set<String> experts = new HashSet<>();
            zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(EXTENSION))
                .forEach(
                    name -> experts.add(name.substring(0, name.length() - EXTENSION.length())));
            return experts;
          });
    }

    @Override
    public Path file(String expert) {
      return file;
    }

    @Override
    public StoredArray array(String expert) throws FeatureFileException {
      return readZip(zip -> NumpyFile.of(bytes(zip, expert + EXTENSION)));
    }

    private <T> T readZip(ZipRead<T> read) throws FeatureFileException {
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
    return new ArraySource(
        folder, Maps.transformValues(FeatureFolder.files(folder, ".npz"), Video::new));
  }
}
