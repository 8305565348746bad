package org.mmt4j.features;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.mmt4j.io.DataFileException;
import org.mmt4j.io.FileKind;

/** Converts all failures of file accesses to {@link FeatureFileException}. */
final class FileAccess {

  private FileAccess() {}

  /** A read access. */
  interface Read<T> {
    T run() throws IOException;
  }

  /** A write access. */
  interface Write {
    void run() throws IOException;
  }

  /**
   * Reads a file.
   *
   * @param expected description of the file for messages
   * @throws FeatureFileException if the access throws an {@link IOException}
   */
  static <T> T read(Path file, String expected, Read<T> access) throws FeatureFileException {
    try {
      return checked(access);
    } catch (DataFileException e) {
      throw explained(converted(e), expected);
    } catch (NoSuchFileException e) {
      throw new FeatureFileException(file, "found no such file, expected " + expected, e);
    } catch (IOException e) {
      throw new FeatureFileException(file, "cannot be read (" + reason(e) + ")", e);
    }
  }

  /**
   * Writes a file.
   *
   * @throws FeatureFileException if the access throws an {@link IOException}
   */
  static void write(Path file, Write access) throws FeatureFileException {
    try {
      checked(
          () -> {
            access.run();
            return file;
          });
    } catch (DataFileException e) {
      throw converted(e);
    } catch (IOException e) {
      throw new FeatureFileException(file, "cannot be written (" + reason(e) + ")", e);
    }
  }

  /**
   * Returns an exception that says what the file is and what to do, if it is none of the expected
   * kind: empty, truncated, a pointer of Git LFS, a web page and the like. Otherwise returns the
   * given one.
   */
  static FeatureFileException explained(FeatureFileException e, String expected) {
    boolean isArchive = e.file().toString().endsWith(".npz");
    return FileKind.describe(e.file(), expected)
        .filter(problem -> !(isArchive && problem.startsWith("found a zip archive")))
        .or(() -> Hdf5Length.truncation(e.file()))
        .map(problem -> new FeatureFileException(e.file(), problem, e))
        .orElse(e);
  }

  /** Unwraps the exceptions of streams of paths. */
  private static <T> T checked(Read<T> access) throws IOException {
    try {
      return access.run();
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    } catch (DirectoryIteratorException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  private static FeatureFileException converted(DataFileException e) {
    return e instanceof FeatureFileException same
        ? same
        : new FeatureFileException(e.file(), e.problem(), e);
  }

  /** Returns the reason without the name of the file, which is the message of many exceptions. */
  static String reason(IOException e) {
    if (e instanceof FileSystemException failure) {
      return failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
    }
    return String.valueOf(e.getMessage());
  }
}
