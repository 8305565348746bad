package org.mmt4j.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that stop before they have processed all videos. */
class StoppedExtractionTest extends ExtractionTestCase {

  @Timeout(60)
  @Test
  void interruptStopsAtTheNextFrameAndLeavesNoFile() throws Exception {
    clip("one.mkv", 0xff0000);
    CountDownLatch reading = new CountDownLatch(2);
    FeatureExtraction endless =
        extraction(2, List.of(expert))
            .opener((id, file) -> new EndlessVideo(id, file, reading::countDown));
    clip("two.mkv", 0xff0000);
    AtomicReference<Exception> stopped = new AtomicReference<>();
    Thread run =
        new Thread(
            () -> stopped.set(assertThrows(IOException.class, () -> endless.run(videos, out))));
    run.start();
    reading.await();
    run.interrupt();
    run.join();
    assertEquals(InterruptedIOException.class, stopped.get().getClass());
    assertEquals(
        out + ": extraction stopped after 0 videos; run it again to extract the others",
        stopped.get().getMessage());
    assertEquals(0, expert.open.get());
    try (Stream<Path> files = Files.walk(out)) {
      assertEquals(
          List.of(".lock", "experts.json"),
          files
              .filter(Files::isRegularFile)
              .map(f -> f.getFileName().toString())
              .sorted()
              .toList());
    }
    assertEquals(report(2, 0), extract(1));
  }

  @Test
  void interruptedThreadStartsNothing() throws IOException {
    clip("one.mkv", 0xff0000);
    Thread.currentThread().interrupt();
    Exception e = assertThrows(InterruptedIOException.class, () -> extract(1));
    assertTrue(Thread.interrupted());
    assertEquals(out + ": extraction stopped before the first video", e.getMessage());
    assertFalse(Files.exists(out));
  }

  @Test
  void stopsIfFeaturesCannotBeWritten() throws IOException {
    for (String name : List.of("one.mkv", "other.mkv", "own.mkv")) {
      clip(name, 0xff0000);
    }
    Files.createDirectories(out);
    Files.createFile(out.resolve("o"));
    String message = failureMessage();
    assertTrue(message.startsWith(out + ": cannot be written ("), message);
    assertEquals(1, expert.extracted.get());
  }

  @Test
  void rejectsFileAsOutputFolder() throws IOException {
    clip("one.mkv", 0xff0000);
    Files.createFile(out);
    String message = ": cannot be written (found the file " + out + ", expected a folder)";
    assertEquals(out + message, failureMessage());
    Path file = out;
    out = out.resolve("features");
    assertEquals(out + message, failureMessage());
    assertEquals(0, Files.size(file));
  }

  @Test
  void namesExpertsFileThatCannotBeRead() throws IOException {
    clip("one.mkv", 0xff0000);
    Path file = Files.createDirectories(out.resolve("experts.json"));
    String message = failureMessage();
    assertTrue(message.startsWith(file + ": cannot be read ("), message);
    assertEquals(0, expert.extracted.get());
  }

  @Test
  void secondExtractionIntoTheSameFolderIsRefused() throws IOException {
    clip("one.mkv", 0xff0000);
    List<String> refusals = new ArrayList<>();
    ExtractionReport report =
        extraction(1, List.of(expert))
            .listener(
                new ExtractionListener() {
                  @Override
                  public void onStart(int count) {
                    refusals.add(failureMessage());
                  }
                })
            .run(videos, out);
    assertEquals(1, report.extracted());
    assertEquals(
        List.of(
            out
                + ": found another extraction that writes to this folder, expected none; wait for"
                + " its end, or use another folder"),
        refusals);
    assertEquals(report(0, 1), extract(1));
  }
}
