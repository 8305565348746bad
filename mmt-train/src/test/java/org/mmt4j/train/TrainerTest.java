package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mmt4j.CaptionedVideo;
import org.mmt4j.Expert;
import org.mmt4j.ExpertFeatures;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoFeatures;
import org.mmt4j.graph.Parameters.Role;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertConfig;
import org.mmt4j.text.BertOptions;
import org.mmt4j.text.BertParameters;
import org.mmt4j.text.BertPooling;
import org.mmt4j.text.WordPieceVocabulary;
import org.mmt4j.train.listener.LossHistory;

final class TrainerTest {

  private static final List<String> WORDS = List.of("red", "blue", "green", "round", "square");

  private static Bert bert;
  private static MmtModel model;
  private static List<CaptionedVideo> data;

  @BeforeAll
  static void build() {
    bert = bert(0.1);
    model = model(bert, 0.1);
    data = data();
  }

  private static Bert bert(double dropout) {
    ImmutableList<String> tokens =
        ImmutableList.<String>builder()
            .add("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
            .addAll(WORDS)
            .build();
    return Bert.of(
        new BertConfig(tokens.size(), 8, 1, 2, 16, 8, 2, 1e-12),
        new WordPieceVocabulary(tokens, true),
        new BertOptions(6, dropout, dropout, BertPooling.CLS));
  }

  private static MmtModel model(Bert bert, double dropout) {
    return MmtModel.builder()
        .experts(Expert.of("rgb", 5))
        .captions(bert)
        .width(8)
        .layers(1)
        .heads(2)
        .feedForward(16)
        .dropout(dropout)
        .initializerRange(0.3)
        .build();
  }

  @AfterAll
  static void close() {
    model.close();
    bert.close();
  }

  @Test
  void theSameSeedGivesTheSameModelBitForBit() {
    try (MmtModel first = trainer().steps(5).run();
        MmtModel second = trainer().steps(5).run()) {
      for (String name : first.parameters().names()) {
        assertEquals(first.parameters().get(name), second.parameters().get(name), name);
      }
    }
  }

  @Test
  void anotherSeedGivesAnotherModel() {
    try (MmtModel first = trainer().steps(2).run();
        MmtModel second = trainer().seed(8).steps(2).run()) {
      assertNotEquals(similarity(first), similarity(second));
    }
  }

  @Test
  void theModelItStartsFromStaysAsItWas() {
    double before = similarity(model);
    trainer().steps(3).run().close();
    assertEquals(before, similarity(model));
  }

  @Test
  void trainingLowersTheLoss() {
    LossHistory history = new LossHistory();
    trainer().steps(300).listener(history).run().close();
    double[] losses = history.losses().toArray();
    assertEquals(300, losses.length);
    double first = Arrays.stream(losses, 0, 50).average().orElseThrow();
    double last = Arrays.stream(losses, 250, 300).average().orElseThrow();
    assertTrue(last < 0.8 * first, "mean loss from " + first + " to " + last);
  }

  @Test
  void aLossThatIsNoNumberStopsTheTrainingAndNamesStepAndVideos() {
    Trainer trainer = trainer().learningRate(LearningRateSchedule.constant(1e30)).steps(9);
    String message = assertThrows(IllegalStateException.class, trainer::run).getMessage();
    String pattern =
        "loss of step [2-9]: found NaN, expected a finite number; videos of the batch: "
            + "\\[video\\d(, video\\d){3}]";
    assertTrue(message.matches(pattern), message);
  }

  @Test
  void fewerVideosThanABatchAreRefused() {
    Trainer trainer = trainer().batchSize(9);
    assertEquals(
        "training data: found 8 videos, expected at least a batch of 9",
        assertThrows(IllegalArgumentException.class, trainer::run).getMessage());
  }

  @Test
  void frozenParametersStayAsTheyAre() {
    Trainer trainer = trainer().freeze(BertParameters.embeddings());
    try (MmtModel trained = trainer.steps(3).run()) {
      for (String name : trained.parameters().names()) {
        // biases aside: those of keys have no gradient
        if (name.startsWith("txt_bert.") && name.endsWith(".weight") && !name.contains("pooler")) {
          boolean still = name.startsWith("txt_bert.embeddings.");
          assertEquals(
              still, trained.parameters().get(name).equals(model.parameters().get(name)), name);
        }
      }
    }
  }

  @Test
  void freezingNothingOrEverythingIsRefused() {
    Trainer nothing = trainer().freeze("no.such.name"::equals);
    String none = assertThrows(IllegalArgumentException.class, nothing::run).getMessage();
    assertTrue(none.matches("parameters to freeze: found none among the model's \\d+"), none);
    Trainer everything = trainer().freeze(name -> true);
    String all = assertThrows(IllegalArgumentException.class, everything::run).getMessage();
    assertTrue(all.matches("parameters to freeze: found all \\d+, expected that some learn"), all);
  }

  @Test
  void batchesOfOneAreRefused() {
    Trainer trainer = trainer().batchSize(1);
    assertEquals(
        "batch size: found 1, expected at least 2: the loss compares pairs",
        assertThrows(IllegalArgumentException.class, trainer::run).getMessage());
  }

  @Test
  void severalCaptionsOfAVideoAreDifferentUntilThereAreNoMore() {
    List<CaptionedVideo> videos =
        List.of(
            new CaptionedVideo(data.get(0).video(), ImmutableList.of("a", "b", "c")),
            new CaptionedVideo(data.get(1).video(), ImmutableList.of("d")));
    Batches batches = new Batches(videos, 2, 1, 2, 5);
    for (int step = 0; step < 20; step++) {
      Batches.Batch batch = batches.get(step);
      assertEquals(4, batch.captions().size());
      for (int i = 0; i < 2; i++) {
        List<String> drawn = batch.captions().subList(2 * i, 2 * i + 2);
        boolean first = batch.videos().get(i).equals(videos.get(0).video());
        assertEquals(first ? 2 : 1, drawn.stream().distinct().count(), "step " + step);
        assertTrue((first ? List.of("a", "b", "c") : List.of("d")).containsAll(drawn));
      }
    }
  }

  @Test
  void severalCaptionsAVideoTrainToo() {
    try (MmtModel trained = trainer().captionsPerVideo(2).steps(3).run()) {
      assertNotEquals(similarity(model), similarity(trained));
    }
    Trainer none = trainer().captionsPerVideo(0);
    assertEquals(
        "captions per video: found 0, expected at least 1",
        assertThrows(IllegalArgumentException.class, none::run).getMessage());
  }

  @Test
  void noStepsAreRefused() {
    Trainer trainer = trainer().steps(0);
    assertEquals(
        "steps: found 0, expected at least 1",
        assertThrows(IllegalArgumentException.class, trainer::run).getMessage());
  }

  @Test
  void anEpochHoldsEveryVideoOnce() {
    Batches batches = new Batches(data, 4, 1, 1, 3);
    List<String> seen = new ArrayList<>();
    for (int step = 0; step < 2; step++) {
      batches.get(step).videos().forEach(video -> seen.add(video.id()));
    }
    assertArrayEquals(
        data.stream().map(pair -> pair.video().id()).toArray(), seen.stream().sorted().toArray());
  }

  @Test
  void whatAStepGetsDependsOnTheStepOnly() {
    Batches straight = new Batches(data, 4, 1, 1, 3);
    for (int step = 0; step < 5; step++) {
      straight.get(step);
    }
    assertEquals(new Batches(data, 4, 1, 1, 3).get(5), straight.get(5));
  }

  @Test
  void groupsStayTogetherInABatch() {
    Batches batches = new Batches(data, 4, 2, 1, 3);
    for (int step = 0; step < 8; step++) {
      List<VideoFeatures> videos = batches.get(step).videos();
      for (int i = 0; i < videos.size(); i += 2) {
        int first = data.indexOf(pairOf(videos.get(i)));
        assertEquals(0, first % 2);
        assertEquals(data.get(first + 1).video(), videos.get(i + 1));
      }
    }
  }

  @Test
  void groupsThatDoNotFillABatchAreRefused() {
    Trainer trainer = trainer().groupSize(3);
    assertEquals(
        "batch size: found 4, expected a multiple of the group size 3",
        assertThrows(IllegalArgumentException.class, trainer::run).getMessage());
  }

  @Test
  void aFrozenCaptionEncoderStaysAsItWasAndTheRestLearns() {
    try (MmtModel trained = trainer().freezeCaptionEncoder().steps(3).run()) {
      for (String name : model.parameters().names()) {
        boolean same = model.parameters().get(name).equals(trained.parameters().get(name));
        boolean learns =
            !name.startsWith("txt_bert.")
                && !name.startsWith("moe_fc_txt.") // of one expert the weight is always 1
                && model.parameters().role(name) != Role.UNUSED;
        assertEquals(!learns, same, name);
      }
    }
  }

  @Test
  void theFirstLossIsTheSameWhetherTheCaptionEncoderIsFrozenOrNot() {
    try (Bert still = bert(0);
        MmtModel start = model(still, 0)) {
      double learning = firstLoss(trainer(start));
      double frozen = firstLoss(trainer(start).freezeCaptionEncoder());
      assertEquals(learning, frozen, 1e-6); // in single precision, of sums of some ten values
    }
  }

  @Test
  void aMissingGroupIsRefused() {
    Trainer trainer = trainer().data(data.subList(0, 7)).groupSize(2);
    assertEquals(
        "training data, number of videos: found 7, expected a multiple of the group size 2",
        assertThrows(IllegalArgumentException.class, trainer::run).getMessage());
  }

  private static double firstLoss(Trainer trainer) {
    LossHistory history = new LossHistory();
    trainer.steps(1).listener(history).run().close();
    return history.losses().get(0);
  }

  private static CaptionedVideo pairOf(VideoFeatures video) {
    return data.stream()
        .filter(pair -> pair.video().id().equals(video.id()))
        .findFirst()
        .orElseThrow();
  }

  private static Trainer trainer() {
    return trainer(model);
  }

  private static Trainer trainer(MmtModel start) {
    return Trainer.on(start)
        .data(data)
        .batchSize(4)
        .learningRate(LearningRateSchedule.constant(3e-3))
        .seed(7);
  }

  private static double similarity(MmtModel of) {
    return of.similarity(data.get(0).video(), "red round");
  }

  private static List<CaptionedVideo> data() {
    SplittableRandom random = new SplittableRandom(1);
    List<CaptionedVideo> videos = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      float[][] rows = new float[2][5];
      for (float[] row : rows) {
        for (int d = 0; d < row.length; d++) {
          row[d] = (float) random.nextDouble(-1, 1);
        }
      }
      ExpertFeatures features = ExpertFeatures.of(rows, new double[] {0.5, 1.5});
      String caption = WORDS.get(i % 5) + " " + WORDS.get(i / 2) + " " + WORDS.get((i * 3) % 5);
      videos.add(
          new CaptionedVideo(
              VideoFeatures.of("video" + i, Map.of("rgb", features)), ImmutableList.of(caption)));
    }
    return videos;
  }
}
