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
import org.mmt4j.train.Trainer;
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
 * How the quickstart trains: a small model at a high rate, on all of a clip or on parts of it.
 *
 * <p>Two things let it learn the order of events in few steps. MiniLM's vectors tell orders apart,
 * faintly, and a high rate would wear that away: they stay as they are, which also makes steps
 * fast. And the first weights of the video encoder are five times BERT's: with those, an encoder as
 * narrow as this one hardly tells times apart at the start.
 */
final class QuickstartTraining {

  static final int STEPS = 800;
  static final int BATCH = 32;

  private static final double RATE = 1e-3;
  private static final int WARM_UP = 20;
  private static final int HIDDEN_SIZE = 128;
  private static final double INITIALIZER_RANGE = 0.1;
  static final int ORDER_PAIR = 2;

  private final World world;
  private final Bert bert;
  private final int steps;
  private final long seed;

  QuickstartTraining(World world, Bert bert, int steps, long seed) {
    this.world = world;
    this.bert = bert;
    this.steps = steps;
    this.seed = seed;
  }

  /** An untrained model; its caption encoder is pretrained. */
  MmtModel model() {
    return builder(world.experts()).build();
  }

  /** The clips to test on. */
  List<CaptionedVideo> test() {
    return pairs(world.test(), video -> video);
  }

  /** Trains on all that the experts found. */
  MmtModel train(MmtModel start, List<TrainingListener> listeners) {
    return train(start, pairs(world.train(), video -> video), listeners);
  }

  /** Share of order pairs whose captions each find the right one of the two clips. */
  double orderAccuracy(MmtModel model) {
    return orderAccuracy(model, test());
  }

  /** As {@link #orderAccuracy}, with the times of the features shuffled. */
  double orderAccuracyShuffled(MmtModel model) {
    return orderAccuracy(model, pairs(world.test(), Videos.shuffledTimes(seed)));
  }

  /** Trains anew with parts of what the experts found, and prints what is left of the recall. */
  List<Ablation> ablations(RetrievalMetrics all, PrintStream out) {
    List<Ablation> table = new ArrayList<>();
    table.add(new Ablation("all experts, times in order", all));
    for (Row row : parts().run(setup(), List.of(seed), new TrainAndTest()).rows()) {
      row.runs().values().forEach(run -> table.add(new Ablation(row.variant().name(), run)));
    }
    for (Ablation row : table) {
      out.printf("%-30s R@1 %5.1f%n", row.name(), row.metrics().textToVideo().r1());
    }
    return table;
  }

  private AblationTable parts() {
    List<Variant> variants = new ArrayList<>();
    variants.add(Variant.of("times shuffled", base -> base.withVideos(Videos.shuffledTimes(seed))));
    variants.addAll(PaperTables.oneExpert(setup().experts()).variants());
    return AblationTable.of("parts of what the experts found", variants);
  }

  /** All of this but the seed, to change and to run with others. */
  Setup setup() {
    return learningSetup(world.experts()).withTraining(Trainer::freezeCaptionEncoder);
  }

  /** The same with a caption encoder that learns along. */
  Setup learningSetup(List<Expert> experts) {
    return Setup.of(experts, bert, pairs(world.train(), video -> video), test())
        .withModel(QuickstartTraining::sizes)
        .withTraining(trainer -> settings(trainer).listener(new ProgressBar()));
  }

  /** A model of the quickstart's sizes. */
  MmtModelBuilder builder(List<Expert> experts) {
    return sizes(MmtModel.builder()).experts(experts).captions(bert).seed(seed);
  }

  private static MmtModelBuilder sizes(MmtModelBuilder builder) {
    return builder
        .hiddenSize(HIDDEN_SIZE)
        .layers(2)
        .heads(4)
        .feedForward(4 * HIDDEN_SIZE)
        .maxSeconds(14)
        .maxFeatures(12)
        .initializerRange(INITIALIZER_RANGE);
  }

  /** Trains on any pairs, neighbours being order pairs. */
  MmtModel train(MmtModel start, List<CaptionedVideo> pairs, List<TrainingListener> listeners) {
    Trainer trainer = settings(Trainer.on(start).data(pairs)).freezeCaptionEncoder().seed(seed);
    listeners.forEach(trainer::listener);
    return trainer.run();
  }

  private Trainer settings(Trainer trainer) {
    return trainer
        .steps(steps)
        .batchSize(BATCH)
        .hardNegativeGroup(ORDER_PAIR)
        .learningRate(this::rate);
  }

  /** Rises for the first steps, then falls in a straight line. */
  private double rate(int step) {
    double warm = Math.min(1, (step + 1.0) / WARM_UP);
    return RATE * warm * Math.max(0.02, 1 - (double) step / steps);
  }

  private double orderAccuracy(MmtModel model, List<CaptionedVideo> clips) {
    int right = 0;
    for (OrderPair pair : world.orderPairs()) {
      CaptionedVideo first = clips.get(pair.first());
      CaptionedVideo second = clips.get(pair.second());
      Similarities similarities =
          model.similarities(
              List.of(first.video(), second.video()),
              List.of(first.captions().get(0), second.captions().get(0)));
      right += similarities.of(0, 0) > similarities.of(0, 1) ? 1 : 0;
      right += similarities.of(1, 1) > similarities.of(1, 0) ? 1 : 0;
    }
    return right / (2.0 * world.orderPairs().size());
  }

  /** Clips with their captions, and a part of what the experts found. */
  static List<CaptionedVideo> pairs(List<Clip> clips, UnaryOperator<VideoFeatures> part) {
    return clips.stream()
        .map(
            clip ->
                new CaptionedVideo(
                    part.apply(clip.features()), ImmutableList.copyOf(clip.captions())))
        .toList();
  }
}
