package org.mmt4j.train;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import org.mmt4j.MmtModel;
import org.mmt4j.MmtNetwork;
import org.mmt4j.VideoFeatures;
import org.mmt4j.graph.BufferPool;
import org.mmt4j.graph.GraphCache;
import org.mmt4j.graph.Parameters;
import org.mmt4j.loss.RankingLoss;
import org.mmt4j.video.FeatureSampling;
import org.mmt4j.video.VideoTokens;

/** The state of a training: its own copy of the parameters, Adam's moments, compiled graphs. */
final class TrainingRun implements AutoCloseable {

  private static final int CACHED_SHAPES = 32;

  private record Shape(VideoTokens.Shape videos, Object captions) {}

  private final MmtNetwork network;
  private final Batches batches;
  private final Function<List<String>, CaptionBatch> captions;
  private final RankingLoss loss;
  private final Predicate<String> frozen;
  private final LearningRateSchedule learningRate;
  private final long seed;
  private final Parameters parameters;
  private final Adam adam;
  private final BufferPool pool = new BufferPool();
  private final GraphCache<Shape, TrainingGraph> graphs =
      new GraphCache<>(CACHED_SHAPES, TrainingGraph::close);

  TrainingRun(
      MmtModel model,
      Batches batches,
      Function<List<String>, CaptionBatch> captions,
      RankingLoss loss,
      Predicate<String> frozen,
      LearningRateSchedule learningRate,
      long seed) {
    this.network = model.network();
    this.batches = batches;
    this.captions = captions;
    this.loss = loss;
    this.frozen = frozen;
    this.learningRate = learningRate;
    this.seed = seed;
    this.parameters = model.copyParameters();
    this.adam = new Adam(parameters);
  }

  /** One update. */
  StepReport step(int step, int totalSteps) {
    long start = System.nanoTime();
    Batches.Batch batch = batches.get(step);
    SplittableRandom choices = Seeds.of(seed, Seeds.Use.FEATURES, step);
    VideoTokens videos =
        VideoTokens.of(network.config(), batch.videos(), FeatureSampling.random(choices));
    CaptionBatch told = captions.apply(batch.captions());
    TrainingGraph graph = graph(videos, told);
    long dropout = Seeds.of(seed, Seeds.Use.DROPOUT, step).nextLong();
    double value = graph.run(videos, told, dropout);
    requireFinite(value, step, batch.videos());
    double rate = learningRate.rate(step);
    adam.update(graph.gradients(), graph.rowGradients(told), rate);
    return new StepReport(step + 1, totalSteps, value, rate, (System.nanoTime() - start) * 1e-9);
  }

  /** A model of the parameters as they are now, with a copy of its own. */
  MmtModel model() {
    return MmtModel.of(network, parameters.copy());
  }

  private TrainingGraph graph(VideoTokens videos, CaptionBatch told) {
    Shape shape = new Shape(videos.shape(), told.shape());
    return graphs.get(
        shape,
        () -> new TrainingGraph(network, parameters, pool, shape.videos(), told, loss, frozen));
  }

  private static void requireFinite(double loss, int step, List<VideoFeatures> videos) {
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException(
          "loss of step "
              + (step + 1)
              + ": found "
              + loss
              + ", expected a finite number; videos of the batch: "
              + videos.stream().map(VideoFeatures::id).toList());
    }
  }

  @Override
  public void close() {
    graphs.close();
    pool.close();
    adam.close();
    parameters.close();
  }
}
