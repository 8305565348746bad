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
 * Runs the programs for a user's own videos on the quickstart's clips as video files, with the
 * sizes and steps of the quickstart. Takes about 15 minutes.
 */
@Tag("world-videos")
final class WorldVideosRecallTest {

  /** Minimum recall, as a share of the quickstart's recall. */
  private static final double SHARE = 0.8;

  private static final String ROW = "after training";

  @TempDir private Path folder;

  @Test
  void recallOnVideoFilesIsCloseToTheQuickstarts() {
    run(new WorldVideos(), "--out=" + folder);
    run(
        new ExtractFeatures(),
        "--videos=" + folder.resolve("videos"),
        "--out=" + folder.resolve("features"),
        "--experts=appearance,audio,motion,ocr,speech");
    double recallOnFiles =
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
    double recallOfQuickstart =
        recall(run(new Quickstart(), folder.resolve("quickstart").toString()));
    System.out.printf(
        "Text-to-video R@1 on video files: %.1f, of the quickstart: %.1f%n",
        recallOnFiles, recallOfQuickstart);
    assertTrue(
        recallOnFiles >= SHARE * recallOfQuickstart, recallOnFiles + " of " + recallOfQuickstart);
  }

  private static String run(Callable<Integer> program, String... arguments) {
    Printed printed = Printed.by(program, arguments);
    assertEquals("", printed.errors());
    assertEquals(0, printed.exitCode());
    return printed.text();
  }

  /** Returns text-to-video R@1, the first value of its row. */
  private static double recall(String table) {
    String row = table.lines().filter(line -> line.startsWith(ROW)).findFirst().orElseThrow();
    return Double.parseDouble(
        Splitter.on(' ').omitEmptyStrings().splitToList(row.substring(ROW.length())).get(0));
  }
}
