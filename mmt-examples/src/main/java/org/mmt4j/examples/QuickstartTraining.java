package org.mmt4j.examples;

import com.google.common.collect.ImmutableList;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.mmt4j.MmtModel;
import org.mmt4j.MmtModelBuilder;
import org.mmt4j.Similarities;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.examples.world.Clip;
import org.mmt4j.examples.world.OrderPair;
import org.mmt4j.examples.world.World;
import org.mmt4j.text.Bert;
import org.mmt4j.train.LearningRateSchedule;
import org.mmt4j.train.Trainer;
import org.mmt4j.train.TrainingConfig;
import org.mmt4j.train.TrainingListener;
import org.mmt4j.train.ablation.AblationResult.Row;
import org.mmt4j.train.ablation.AblationTable;
import org.mmt4j.train.ablation.PaperTables;
import org.mmt4j.train.ablation.Setup;
import org.mmt4j.train.ablation.TrainAndTest;
import org.mmt4j.train.ablation.Variant;
import org.mmt4j.train.evaluation.RetrievalMetrics;
import org.mmt4j.train.listener.ProgressBar;
import org.mmt4j.train.report.Ablation;

/**
 * Trains the small model of the quickstart at a high learning rate, with all features of a clip or
 * a part of them.
 *
 * <p>Two settings let the model learn the order of events in few steps. The caption encoder stays
 * frozen: MiniLM's vectors distinguish orders only weakly, and a high learning rate would destroy
 * this difference. Frozen weights also make steps fast. The initializer range of the video encoder
 * is five times BERT's: with BERT's, a model of this small hidden size hardly distinguishes times
 * at the start.
 */
final class QuickstartTraining {

  static final int STEPS = 800;
  static final int BATCH_SIZE = 32;

  private static final double LEARNING_RATE = 1e-3;
  private static final int WARM_UP_STEPS = 20;
  private static final int HIDDEN_SIZE = 128;
  private static final double INITIALIZER_RANGE = 0.1;
  static final int ORDER_PAIR = 2;

  private final World world;
  private final Bert bert;
  private final int steps;
  private final long seed;
  private final PrecisionOption precision;

  /** Creates a training in float32. */
  QuickstartTraining(World world, Bert bert, int steps, long seed) {
    this(world, bert, steps, seed, new PrecisionOption());
  }

  QuickstartTraining(World world, Bert bert, int steps, long seed, PrecisionOption precision) {
    this.world = world;
    this.bert = bert;
    this.steps = steps;
    this.seed = seed;
    this.precision = precision;
  }

  /** Returns an untrained model with a pretrained caption encoder. */
  MmtModel model() {
    return builder(world.experts()).build();
  }

  /** Returns the test clips with their captions. */
  List<CaptionedVideo> test() {
    return captionedVideos(world.test(), video -> video);
  }

  /** Trains on all features. */
  MmtModel train(MmtModel start, List<TrainingListener> listeners) {
    return train(start, captionedVideos(world.train(), video -> video), listeners);
  }

  /**
   * Returns the share of captions of order pairs that are more similar to their own clip than to
   * the other clip of the pair.
   */
  double orderAccuracy(MmtModel model) {
    return orderAccuracy(model, test());
  }

  /**
   * Returns the {@linkplain #orderAccuracy(MmtModel) order accuracy} with shuffled feature times.
   */
  double orderAccuracyShuffled(MmtModel model) {
    return orderAccuracy(model, captionedVideos(world.test(), Videos.shuffledTimes(seed)));
  }

  /** Trains new models on parts of the features and prints the recall of each. */
  List<Ablation> ablations(RetrievalMetrics all, PrintStream out) {
    List<Ablation> table = new ArrayList<>();
    table.add(new Ablation("all experts, times in order", all));
    for (Row row : featureAblations().run(setup(), List.of(seed), new TrainAndTest()).rows()) {
      row.runs().values().forEach(run -> table.add(new Ablation(row.variant().name(), run)));
    }
    for (Ablation row : table) {
      out.printf("%-30s R@1 %5.1f%n", row.name(), row.metrics().textToVideo().r1());
    }
    return table;
  }

  private AblationTable featureAblations() {
    List<Variant> variants = new ArrayList<>();
    variants.add(Variant.of("times shuffled", base -> base.withVideos(Videos.shuffledTimes(seed))));
    variants.addAll(PaperTables.oneExpert(setup().experts()).variants());
    return AblationTable.of("parts of the features", variants);
  }

  /** Returns this training without its seed, for ablations. */
  Setup setup() {
    return learningSetup(world.experts())
        .withTraining(training -> training.frozenCaptionEncoder(true));
  }

  /** Returns the same setup with a trainable caption encoder. */
  Setup learningSetup(List<Expert> experts) {
    return Setup.of(experts, bert, captionedVideos(world.train(), video -> video), test())
        .withModel(this::settings)
        .withTraining(this::settings)
        .withTrainer(trainer -> trainer.listener(new ProgressBar()));
  }

  /** Returns a builder with the sizes of the quickstart's model. */
  MmtModelBuilder builder(List<Expert> experts) {
    return settings(MmtModel.builder()).experts(experts).captions(bert.shared()).seed(seed);
  }

  private MmtModelBuilder settings(MmtModelBuilder builder) {
    return precision
        .of(builder)
        .hiddenSize(HIDDEN_SIZE)
        .layers(2)
        .heads(4)
        .feedForward(4 * HIDDEN_SIZE)
        .maxSeconds(14)
        .maxFeatures(12)
        .initializerRange(INITIALIZER_RANGE);
  }

  /** Trains on captioned videos; neighbours, in pairs, form hard-negative groups. */
  MmtModel train(MmtModel start, List<CaptionedVideo> videos, List<TrainingListener> listeners) {
    Trainer trainer =
        Trainer.of(
            settings(TrainingConfig.builder()).frozenCaptionEncoder(true).seed(seed).build());
    listeners.forEach(trainer::listener);
    return trainer.fit(start, videos);
  }

  /** Linear warm-up, then linear decay. */
  private TrainingConfig.Builder settings(TrainingConfig.Builder config) {
    return precision
        .of(config)
        .steps(steps)
        .batchSize(BATCH_SIZE)
        .hardNegativeGroup(ORDER_PAIR)
        .learningRate(
            LearningRateSchedule.linear(LEARNING_RATE, steps, 0.02).warmUp(WARM_UP_STEPS));
  }

  private double orderAccuracy(MmtModel model, List<CaptionedVideo> clips) {
    int correct = 0;
    for (OrderPair pair : world.orderPairs()) {
      CaptionedVideo first = clips.get(pair.first());
      CaptionedVideo second = clips.get(pair.second());
      Similarities similarities =
          model.similarities(
              List.of(first.video(), second.video()),
              List.of(first.captions().get(0), second.captions().get(0)));
      correct += similarities.of(0, 0) > similarities.of(0, 1) ? 1 : 0;
      correct += similarities.of(1, 1) > similarities.of(1, 0) ? 1 : 0;
    }
    return correct / (2.0 * world.orderPairs().size());
  }

  /**
   * Returns clips as captioned videos.
   *
   * @param part selects or changes the features
   */
  static List<CaptionedVideo> captionedVideos(List<Clip> clips, UnaryOperator<VideoFeatures> part) {
    return clips.stream()
        .map(
            clip ->
                new CaptionedVideo(
                    part.apply(clip.features()), ImmutableList.copyOf(clip.captions())))
        .toList();
  }
}
