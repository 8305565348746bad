package org.mmt4j.train;

import com.google.common.collect.ImmutableMap;
import java.util.Objects;
import java.util.function.Predicate;
import org.mmt4j.MmtModel;
import org.mmt4j.graph.Closing;
import org.mmt4j.graph.GraphCache;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.video.VideoTokens;

/** State of a training: its own model, Adam's moments and the compiled graphs. */
final class TrainingRun implements AutoCloseable {

  private static final int CACHED_SHAPES = 32;

  private record Shape(VideoTokens.Shape videos, Object captions) {}

  private final MmtModel model;
  private final TrainingConfig config;
  private final Predicate<String> frozen;
  private final Parameters parameters;
  private final AdamState adam;
  private final GradientMean mean;
  private final BufferPool pool = new BufferPool();
  private final GraphCache<Shape, TrainingGraph> graphs =
      new GraphCache<>(CACHED_SHAPES, TrainingGraph::close);

  /**
   * Creates the state at the start of a training.
   *
   * @param model model to train; the run changes its parameters and owns it
   */
  TrainingRun(MmtModel model, TrainingConfig config) {
    this.model = model;
    this.config = config;
    this.parameters = model.parameters();
    this.frozen = TrainedParameters.frozen(config, parameters);
    ImmutableMap<String, Double> factors = TrainedParameters.rateFactors(config, parameters);
    this.adam =
        new AdamState(
            parameters,
            config.optimizer(),
            name -> Objects.requireNonNull(factors.get(name)),
            config.maxGradientNorm());
    this.mean = new GradientMean(config.gradientAccumulationSteps());
  }

  /** Takes one step: computes the gradients of its batches and updates the parameters. */
  StepReport step(BatchLoader batches) {
    long start = System.nanoTime();
    int step = adam.step();
    double rate = rate(step);
    double loss;
    if (config.gradientAccumulationSteps() == 1) {
      Batch batch = batches.next();
      TrainingGraph graph = graph(batch);
      loss = loss(graph, batch);
      adam.update(graph.gradients(batch.captions()), rate);
    } else {
      loss = accumulate(batches);
      adam.update(mean.get(), rate);
      mean.clear();
    }
    return new StepReport(step + 1, config.steps(), loss, rate, (System.nanoTime() - start) * 1e-9);
  }

  /**
   * Returns the checked rate: ND4J's op silently replaces a rate that is NaN or exceeds a float.
   */
  private double rate(int step) {
    double rate = config.learningRate().rate(step);
    if (!(rate >= 0 && rate <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "learning rate of step %d: found %s, expected a number from 0 to 3.4e38"
              .formatted(step + 1, rate));
    }
    return rate;
  }

  /** Returns the mean loss of the batches of a step and adds their gradients to {@link #mean}. */
  private double accumulate(BatchLoader batches) {
    double sum = 0;
    for (int i = 0; i < config.gradientAccumulationSteps(); i++) {
      Batch batch = batches.next();
      TrainingGraph graph = graph(batch);
      sum += loss(graph, batch);
      mean.add(graph.gradients(batch.captions()));
    }
    return sum / config.gradientAccumulationSteps();
  }

  private double loss(TrainingGraph graph, Batch batch) {
    long dropout = Seeds.of(config.seed(), Seeds.Use.DROPOUT, batch.number()).nextLong();
    double loss = graph.run(batch.videos(), batch.captions(), dropout);
    if (!Double.isFinite(loss)) {
      throw new TrainingException(
          adam.step() + 1,
          "loss of step %d: found %s, expected a finite number; first array that is not finite: %s; videos of the batch: %s"
              .formatted(
                  adam.step() + 1,
                  loss,
                  graph.firstNotFinite(dropout).orElse("none"),
                  batch.ids()));
    }
    return loss;
  }

  /** Returns the current parameters, live. */
  Parameters parameters() {
    return parameters;
  }

  /** Returns Adam's moments, live. */
  AdamState adam() {
    return adam;
  }

  /** Returns the model that is trained, live. */
  MmtModel model() {
    return model;
  }

  private TrainingGraph graph(Batch batch) {
    Shape shape = new Shape(batch.videos().shape(), batch.captions().shape());
    return graphs.get(
        shape,
        () ->
            new TrainingGraph(
                model.network(),
                parameters,
                pool,
                shape.videos(),
                batch.captions(),
                config.loss(),
                config.precision(),
                frozen));
  }

  @Override
  public void close() {
    Closing.all(graphs::close, pool::close, mean::close, adam::close, model::close);
  }
}
