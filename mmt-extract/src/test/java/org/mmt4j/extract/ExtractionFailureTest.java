package org.mmt4j.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExtractionFailureTest {

  @Test
  void messageIsOneLineForAnyFileName() {
    Path file = Path.of("a\nb\u001b[2J.mp4");
    String named = "a\\u000ab\\u001b[2J.mp4: ";
    assertEquals(
        named + "found nothing", message(file, new VideoFileException(file, "found nothing")));
    assertEquals(named + "failed at once", message(file, new IOException("failed\n  at once\n")));
  }

  private static String message(Path file, Exception cause) {
    return ExtractionFailure.of(file, cause).message();
  }
}
