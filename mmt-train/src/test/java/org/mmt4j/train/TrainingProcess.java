package org.mmt4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.mmt4j.MmtModel;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionTokens;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.text.Bert;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Runs a training in a separate process, which reports on standard output: {@code step N LOSS}
 * after every step, {@code saving} in the middle of writing a checkpoint.
 */
final class TrainingProcess {

  static final int CHECKPOINT_STEPS = 3;

  private static final long SAVING_MILLIS = 20;

  private TrainingProcess() {}

  /** Arguments: directory of the checkpoints, number of steps. */
  public static void main(String[] arguments) {
    try (Bert bert = SmallTraining.bert(0.1);
        MmtModel model = SmallTraining.model(new SlowlySaved(bert), 0.1)) {
      training(model, Integer.parseInt(arguments[1]))
          .by(
              t ->
                  t.checkpoints(
                      Checkpoints.in(Path.of(arguments[0]))
                          .everySteps(CHECKPOINT_STEPS)
                          .keepLast(2)))
          .by(
              t ->
                  t.listener(
                      new TrainingListener() {
                        @Override
                        public void onStep(StepReport report) {
                          System.out.println(
                              "step " + report.step() + " " + Double.toHexString(report.loss()));
                        }
                      }))
          .run()
          .close();
    }
  }

  /**
   * Returns a training with all kinds of state: dropout, moments, running statistics, choice of
   * captions.
   */
  static SmallRun training(MmtModel model, int steps) {
    return SmallRun.of(model, SmallTraining.data())
        .with(c -> c.batchSize(3))
        .with(c -> c.gradientAccumulationSteps(2))
        .with(c -> c.maxGradientNorm(0.5))
        .with(c -> c.optimizer(Adam.PUBLISHED.withWeightDecay(0.01)))
        .with(c -> c.learningRate(LearningRateSchedule.exponentialDecay(3e-3, 0.9, 5).warmUp(4)))
        .with(c -> c.steps(steps))
        .with(c -> c.seed(7));
  }

  /** BERT that writes its files slowly. */
  private record SlowlySaved(Bert bert) implements CaptionEncoder {

    @Override
    public String kind() {
      return bert.kind();
    }

    @Override
    public int dimension() {
      return bert.dimension();
    }

    @Override
    public SortedMap<String, String> describe() {
      return bert.describe();
    }

    @Override
    public OptionalInt paddingId() {
      return bert.paddingId();
    }

    @Override
    public int maxTokens() {
      return bert.maxTokens();
    }

    @Override
    public int[] tokenize(String caption) {
      return bert.tokenize(caption);
    }

    @Override
    public SDVariable encode(LayerContext context, CaptionTokens.Shape shape) {
      return bert.encode(context, shape);
    }

    @Override
    public void close() {
      bert.close();
    }

    @Override
    public void save(Path directory) throws IOException {
      System.out.println("saving");
      try {
        Thread.sleep(SAVING_MILLIS);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      bert.save(directory);
    }
  }
}
