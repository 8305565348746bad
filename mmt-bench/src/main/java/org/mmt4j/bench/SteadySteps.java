package org.mmt4j.bench;

import com.google.common.collect.Lists;
import com.google.common.primitives.Doubles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.mmt4j.CaptionedVideo;
import org.mmt4j.MmtModel;
import org.mmt4j.examples.CommandRunner;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.Trainer;
import org.mmt4j.train.TrainingListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether steps of a long training take as long at its end as at its beginning. */
@Command(
    name = "SteadySteps",
    description =
        "Trains the model of the paper's sizes; median times of its steps, a window each.")
public final class SteadySteps implements Callable<Integer> {

  @Option(names = "--steps", description = "Steps after those that warm up (${DEFAULT-VALUE}).")
  private int steps = 1000;

  @Option(names = "--warm-ups", description = "Steps that do not count (${DEFAULT-VALUE}).")
  private int warmUps = 20;

  @Option(names = "--window", description = "Steps of each median (${DEFAULT-VALUE}).")
  private int window = 100;

  @Option(names = "--batch", description = "Videos of a step (${DEFAULT-VALUE}).")
  private int batch = 2;

  /** Runs it; {@code --help} says how. */
  public static void main(String... arguments) {
    CommandRunner.main(new SteadySteps(), arguments);
  }

  @Override
  public Integer call() {
    List<CaptionedVideo> pairs = Workload.TYPICAL.pairs(batch);
    List<Double> seconds = new ArrayList<>();
    try (MmtModel model = PaperModel.random()) {
      Trainer.on(model)
          .data(pairs)
          .batchSize(batch)
          .steps(warmUps + steps)
          .listener(
              new TrainingListener() {
                @Override
                public void onStep(StepReport report) {
                  seconds.add(report.secondsPerStep());
                }
              })
          .run()
          .close();
      model.network().captionEncoder().close();
    }
    print(seconds.subList(warmUps, seconds.size()));
    return 0;
  }

  private void print(List<Double> seconds) {
    double[] medians =
        Lists.partition(seconds, window).stream().mapToDouble(SteadySteps::median).toArray();
    for (int i = 0; i < medians.length; i++) {
      System.out.printf("steps from %d on: %.1f ms%n", warmUps + i * window, 1e3 * medians[i]);
    }
    System.out.printf("last over first: %.3f%n", medians[medians.length - 1] / medians[0]);
  }

  private static double median(List<Double> seconds) {
    return new Median().evaluate(Doubles.toArray(seconds));
  }
}
