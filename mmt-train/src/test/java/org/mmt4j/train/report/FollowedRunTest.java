package org.mmt4j.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.Hit;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoIndex;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.text.Bert;
import org.mmt4j.train.SmallData;
import org.mmt4j.train.SmallRun;
import org.mmt4j.train.listener.CsvListener;
import org.mmt4j.train.listener.TensorBoardListener;

/** Listeners of a small training, and examples of the videos that its model finds. */
class FollowedRunTest {

  private static final int VIDEOS = 6;

  private static Bert bert;
  private static MmtModel model;

  @TempDir Path folder;

  @BeforeAll
  static void build() {
    bert = SmallData.bert(SmallData.OPTIONS.withDropout(0));
    model = SmallData.model().experts(Expert.of("rgb", 2)).captions(bert).build();
  }

  @AfterAll
  static void close() {
    model.close();
    bert.close();
  }

  @Test
  void runWritesTablesEventsAndAPage() throws IOException {
    Path page = folder.resolve("report.html");
    trainer()
        .by(t -> t.listener(new CsvListener(folder)))
        .by(t -> t.listener(new TensorBoardListener(folder.resolve("events"))))
        .by(t -> t.listener(new HtmlReportListener(page, "a run", List.of())))
        .run()
        .close();

    assertEquals(1 + 3, Files.readAllLines(folder.resolve("steps.csv")).size());
    try (Stream<Path> files = Files.list(folder.resolve("events"))) {
      assertEquals(1, files.count());
    }
    assertTrue(Files.readString(page).contains("Learning rate"));
  }

  @Test
  void unwritableFileEndsTheRun() throws IOException {
    Path taken = Files.createFile(folder.resolve("taken"));
    SmallRun trainer = trainer().by(t -> t.listener(new CsvListener(taken)));

    String message = assertThrows(UncheckedIOException.class, trainer::run).getMessage();
    assertTrue(message.startsWith(taken.resolve("steps.csv").toString()), message);
  }

  @Test
  void exampleContainsTheBestFiveAndTheRankOfTheRightVideo() {
    try (VideoIndex index = index()) {
      List<Hit> ranking = index.search("red round", VIDEOS);
      for (int rank = 1; rank <= VIDEOS; rank++) {
        String rightId = ranking.get(rank - 1).id();
        RankedExample example = RankedExample.search(index, "red round", rightId);

        assertEquals(rank, example.correctRank());
        assertEquals(
            ranking.subList(0, 5),
            example.videos().stream().map(v -> new Hit(v.id(), v.similarity())).toList());
        assertEquals(
            rank <= 5 ? List.of(rightId) : List.of(),
            example.videos().stream().filter(RankedVideo::correct).map(RankedVideo::id).toList());
      }
    }
  }

  @Test
  void withFramesAddsFramesToEveryVideo() {
    try (VideoIndex index = index()) {
      BufferedImage frame = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
      RankedExample example =
          RankedExample.search(index, "blue", "video0").withFrames(id -> List.of(frame));

      assertFalse(example.videos().isEmpty());
      example.videos().forEach(video -> assertEquals(List.of(frame), video.frames()));
    }
  }

  @Test
  void rejectsAVideoThatIsNotInTheIndex() {
    try (VideoIndex index = index()) {
      assertEquals(
          "correct video of \"blue\": expected video99 in the index, found no such video",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> RankedExample.search(index, "blue", "video99"))
              .getMessage());
    }
  }

  private static SmallRun trainer() {
    return SmallRun.of(model, data()).with(c -> c.batchSize(3)).with(c -> c.steps(3));
  }

  private static VideoIndex index() {
    return VideoIndex.of(model, data().stream().map(CaptionedVideo::video).toList());
  }

  private static List<CaptionedVideo> data() {
    return IntStream.range(0, VIDEOS)
        .mapToObj(
            i -> {
              ExpertFeatures features =
                  ExpertFeatures.of(
                      new float[][] {{(float) Math.cos(i), (float) Math.sin(i)}},
                      new double[] {0.5});
              return new CaptionedVideo(
                  VideoFeatures.of("video" + i, Map.of("rgb", features)),
                  List.of(SmallData.WORDS.get(i % 3)));
            })
        .toList();
  }
}
