package org.mmt4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The quickstart's clips as video files, through the programs that a user's own videos go through;
 * sizes and steps are the quickstart's. Takes about a quarter of an hour.
 */
@Tag("world-videos")
final class WorldVideosRecallTest {

  /** Of the quickstart's recall. */
  private static final double SHARE = 0.8;

  private static final String ROW = "after training";

  @TempDir private Path folder;

  @Test
  void clipsAreFoundFromTheirFilesNearlyAsWellAsFromTheWorldItself() {
    run(new WorldVideos(), "--out=" + folder);
    run(
        new ExtractFeatures(),
        "--videos=" + folder.resolve("videos"),
        "--out=" + folder.resolve("features"),
        "--experts=appearance,audio,motion,ocr,speech");
    double ofFiles =
        recall(
            run(
                new TrainOnFeatures(),
                "--data=" + folder,
                "--test=" + folder.resolve("test.txt"),
                "--out=" + folder.resolve("model"),
                "--seed=1",
                "--words=36",
                "--features=12",
                "--feed-forward=512",
                "--initializer-range=0.1",
                "--freeze-captions",
                "--hard-negative-group=2",
                "--steps=800",
                "--rate=1e-3",
                "--decay=0.7"));
    double ofWorld = recall(run(new Quickstart(), folder.resolve("quickstart").toString()));
    System.out.printf(
        "Text-to-video R@1 of the clips' files: %.1f, of the quickstart: %.1f%n", ofFiles, ofWorld);
    assertTrue(ofFiles >= SHARE * ofWorld, ofFiles + " of " + ofWorld);
  }

  private static String run(Callable<Integer> program, String... arguments) {
    Printed printed = Printed.by(program, arguments);
    assertEquals("", printed.errors());
    assertEquals(0, printed.exitCode());
    return printed.text();
  }

  /** Text-to-video R@1, the first figure of its row. */
  private static double recall(String table) {
    String row = table.lines().filter(line -> line.startsWith(ROW)).findFirst().orElseThrow();
    return Double.parseDouble(
        Splitter.on(' ').omitEmptyStrings().splitToList(row.substring(ROW.length())).get(0));
  }
}
