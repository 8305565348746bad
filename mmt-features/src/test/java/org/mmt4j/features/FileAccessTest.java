package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.mmt4j.io.TensorFileException;

class FileAccessTest {

  private static final Path FILE = Path.of("a.h5");

  @Test
  void convertsAllFailuresOfTheFileSystem() {
    assertEquals(
        "a.h5: found no such file, expected a file", failure(new NoSuchFileException("a.h5")));
    assertEquals(
        "a.h5: cannot be read (AccessDeniedException)", failure(new AccessDeniedException("a.h5")));
    assertEquals(
        "a.h5: cannot be read (disk failed)",
        failure(new FileSystemException("a.h5", null, "disk failed")));
    assertEquals("a.h5: cannot be read (closed)", failure(new IOException("closed")));
    FeatureFileException e =
        assertThrows(
            FeatureFileException.class,
            () ->
                FileAccess.write(
                    FILE,
                    () -> {
                      throw new UncheckedIOException(new IOException("full"));
                    }));
    assertEquals("a.h5: cannot be written (full)", e.getMessage());
  }

  @Test
  void keepsFileAndProblemOfOtherExceptions() {
    assertEquals(
        "b.npy: found nothing",
        failure(new TensorFileException(Path.of("b.npy"), "found nothing")));
    FeatureFileException same = new FeatureFileException(FILE, "x");
    assertSame(same, thrown(same));
  }

  private static String failure(IOException cause) {
    FeatureFileException e = thrown(cause);
    assertSame(cause, e.getCause());
    return e.getMessage();
  }

  private static FeatureFileException thrown(IOException cause) {
    return assertThrows(
        FeatureFileException.class,
        () ->
            FileAccess.read(
                FILE,
                "a file",
                () -> {
                  throw cause;
                }));
  }
}
