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
import org.mmt4j.train.TrainingListener;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Whether the last steps of a long training take as long as the first ones of another, at the same
 * time: the two, each in a process of its own, take turns, since a shared machine is not as fast
 * after some minutes as before.
 */
@Command(
    mixinStandardHelpOptions = true,
    name = "SteadySteps",
    description = "Times the last steps of a long training beside the first ones of another.")
public final class SteadySteps implements Callable<Integer> {

  /** Beyond all differences of similarities, so that no step has gradients of zeros. */
  private static final double MARGIN = 3;

  @Option(names = "--steps", description = "Steps after those that warm up (${DEFAULT-VALUE}).")
  private int steps = 1000;

  @Option(names = "--warm-ups", description = "Steps that do not count (${DEFAULT-VALUE}).")
  private int warmUps = 20;

  @Option(names = "--window", description = "Steps of each that are timed (${DEFAULT-VALUE}).")
  private int window = 100;

  @Option(names = "--batch", description = "Videos of a step (${DEFAULT-VALUE}).")
  private int batch = 2;

  /** Runs it; {@code --help} says how. */
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
          "Median step: first %d after %d %.1f ms, last %d of %d %.1f ms, ratio %.3f%n",
          window, warmUps, 1e3 * before, window, steps, 1e3 * after, after / before);
    }
    return 0;
  }

  /** One that waits for its turns after some steps. */
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

  /** What such a process does. */
  static void train(int batch, Turns turns) {
    List<CaptionedVideo> pairs = Workload.TYPICAL.pairs(batch);
    try (MmtModel model = PaperModel.random()) {
      Trainer.on(model)
          .data(pairs)
          .batchSize(batch)
          .steps(Integer.MAX_VALUE)
          .loss(MaxMarginRankingLoss.of(MARGIN))
          .listener(
              new TrainingListener() {
                @Override
                public void onStep(StepReport report) {
                  turns.took(report.secondsPerStep());
                }
              })
          .run();
    }
  }
}
