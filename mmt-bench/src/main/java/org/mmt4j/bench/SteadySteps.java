package org.mmt4j.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.loss.MaxMarginRankingLoss;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.Trainer;
import org.mmt4j.train.TrainingConfig;
import org.mmt4j.train.TrainingListener;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares the time of the last steps of a long training run with that of the first steps of a
 * second run. Both run in their own processes and take turns, because the speed of a shared machine
 * changes within minutes.
 */
@Command(
    mixinStandardHelpOptions = true,
    name = "SteadySteps",
    description =
        "Compares the last steps of a long training run with the first steps of a second run.")
public final class SteadySteps implements Callable<Integer> {

  /** Larger than all differences of similarities, so that no step has zero gradients. */
  private static final double MARGIN = 3;

  @Option(names = "--steps", description = "Number of steps after the warm-up (${DEFAULT-VALUE}).")
  private int steps = 1000;

  @Option(names = "--warm-ups", description = "Number of warm-up steps (${DEFAULT-VALUE}).")
  private int warmUps = 20;

  @Option(names = "--window", description = "Number of timed steps of each run (${DEFAULT-VALUE}).")
  private int window = 100;

  @Option(names = "--batch", description = "Number of videos per step (${DEFAULT-VALUE}).")
  private int batch = 2;

  /** Runs the program; {@code --help} lists its options. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new SteadySteps()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    try (ChildProcess last = training(warmUps + steps - window);
        ChildProcess first = training(warmUps)) {
      double[] ofLast = new double[window];
      double[] ofFirst = new double[window];
      for (int i = 0; i < window; i++) {
        ofLast[i] = last.turn();
        ofFirst[i] = first.turn();
      }
      double after = new Median().evaluate(ofLast);
      double before = new Median().evaluate(ofFirst);
      System.out.printf(
          "Median step: first %d after %d warm-up steps: %.1f ms; last %d of %d: %.1f ms; ratio %.3f%n",
          window, warmUps, 1e3 * before, window, steps, 1e3 * after, after / before);
    }
    return 0;
  }

  /** Starts a training run that waits for its turns after some steps. */
  private ChildProcess training(int before) throws IOException {
    ChildProcess training =
        new ChildProcess(
            Path.of(""),
            ContenderProcess.MMT,
            ContenderProcess.TRAIN,
            Integer.toString(batch),
            Integer.toString(before));
    training.next();
    return training;
  }

  /** Runs the training in the child process. */
  static void train(int batch, Turns turns) {
    List<CaptionedVideo> pairs = Workload.TYPICAL.pairs(batch);
    try (MmtModel model = PaperModel.random()) {
      TrainingConfig config =
          TrainingConfig.builder()
              .batchSize(batch)
              .steps(Integer.MAX_VALUE)
              .loss(MaxMarginRankingLoss.of(MARGIN))
              .build();
      Trainer.of(config)
          .listener(
              new TrainingListener() {
                @Override
                public void onStep(StepReport report) {
                  turns.took(report.secondsPerStep());
                }
              })
          .fit(model, pairs);
    }
  }
}
