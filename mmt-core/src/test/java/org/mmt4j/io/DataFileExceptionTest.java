package org.mmt4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataFileExceptionTest {

  private static final Path FILE = Path.of("folder", "model.safetensors");

  @Test
  void partsOfAProblemAreAccessible() {
    DataFileException exception =
        new TensorFileException(FILE, "tensor a.b: found shape [2, 3], expected [3, 2]");
    assertEquals(FILE, exception.file());
    assertEquals(FILE + ": " + exception.problem(), exception.getMessage());
    assertEquals(Optional.of("tensor a.b"), exception.place());
    assertEquals(Optional.of("shape [2, 3]"), exception.found());
    assertEquals(Optional.of("[3, 2]"), exception.expected());
  }

  @Test
  void problemWithoutAPlaceHasNone() {
    DataFileException exception = new DataFileException(FILE, "found 3 bytes, expected 8");
    assertEquals(Optional.empty(), exception.place());
    assertEquals(Optional.of("3 bytes"), exception.found());
  }

  @Test
  void otherProblemsHaveNoParts() {
    DataFileException exception = new DataFileException(FILE, "permission denied");
    assertEquals(Optional.empty(), exception.place());
    assertEquals(Optional.empty(), exception.found());
    assertEquals(Optional.empty(), exception.expected());
  }
}
