package org.mmt4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mmt4j.examples.world.World;
import org.mmt4j.text.Bert;
import org.mmt4j.train.ablation.CachedExperiment;
import org.mmt4j.train.ablation.Experiment;
import org.mmt4j.train.ablation.TrainAndTest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Runs the paper's ablations on the world of the quickstart. Each row of a table is one training
 * run per seed. Results of finished runs are stored, and a restarted program skips these runs.
 */
@Command(
    name = "ablations",
    description = "Runs the ablations of the paper on a small rendered world.")
public final class Ablations implements Callable<Integer> {

  @Option(
      names = "--tables",
      split = ",",
      description =
          "1 (pre-training, stop words), 2 (caption encoders), 3 (3a video encoders, 3b aggregates,"
              + " 3c sizes), sizes (3c only), experts (each single expert, all but one), greedy,"
              + " complexity, orderings (the findings of the paper as inequalities of R@1)"
              + " (${DEFAULT-VALUE}).")
  private List<String> tables = List.of("3", "experts");

  @Option(names = "--steps", description = "Number of training steps (${DEFAULT-VALUE}).")
  private int steps = QuickstartTraining.STEPS;

  @Option(
      names = "--seeds",
      split = ",",
      description = "Seeds of the training runs (${DEFAULT-VALUE}).")
  private List<Long> seeds = List.of(0L, 1L, 2L);

  @Option(names = "--out", description = "Output folder (${DEFAULT-VALUE}).")
  private Path directory = Path.of("ablations");

  @Option(names = "--clips", description = "Number of training clips, even (${DEFAULT-VALUE}).")
  private int clips = 1000;

  @Option(names = "--test-clips", description = "Number of test clips (${DEFAULT-VALUE}).")
  private int testClips = 200;

  @Option(names = "--world", description = "Seed of the world (${DEFAULT-VALUE}).")
  private long worldSeed = 1;

  @Mixin private PrecisionOption precision = new PrecisionOption();

  /** Runs the program; {@code --help} lists its options. */
  public static void main(String[] arguments) {
    CommandRunner.main(new Ablations(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    WorldTables.requireKnown(tables);
    Files.createDirectories(directory);
    try (Bert bert = MiniLm.loadForWorld()) {
      World world = World.generate(worldSeed, clips, testClips, bert::wordVector);
      QuickstartTraining training =
          new QuickstartTraining(world, bert, steps, worldSeed, precision);
      Experiment experiment = new CachedExperiment(directory.resolve("runs"), new TrainAndTest());
      WorldTables worldTables = new WorldTables(world, bert, training, seeds, experiment);
      AblationReport report = new AblationReport(directory, System.out);
      for (String table : tables) {
        worldTables.run(table, report);
      }
    }
    System.out.println("Tables and results of all runs: " + directory);
    return 0;
  }
}
