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
import picocli.CommandLine.Option;

/**
 * The paper's ablations on the world of the quickstart: each row of a table is a training for each
 * seed. What was trained is kept, and not trained again when the program is started again.
 */
@Command(
    name = "ablations",
    description = "Trains the forms that the paper compares on a small rendered world.")
public final class Ablations implements Callable<Integer> {

  @Option(
      names = "--tables",
      split = ",",
      description =
          "1 (pre-training, stop words), 2 (caption encoders), 3 (3a video encoders, 3b aggregates,"
              + " 3c sizes), sizes (3c alone), experts (each alone, all but each), greedy,"
              + " complexity, orderings (what the paper finds, by R@1) (${DEFAULT-VALUE}).")
  private List<String> tables = List.of("3", "experts");

  @Option(names = "--steps", description = "Training steps (${DEFAULT-VALUE}).")
  private int steps = QuickstartTraining.STEPS;

  @Option(names = "--seeds", split = ",", description = "Of the trainings (${DEFAULT-VALUE}).")
  private List<Long> seeds = List.of(0L, 1L, 2L);

  @Option(names = "--out", description = "Where results are kept (${DEFAULT-VALUE}).")
  private Path directory = Path.of("ablations");

  @Option(names = "--clips", description = "Clips to train on, even (${DEFAULT-VALUE}).")
  private int clips = 1000;

  @Option(names = "--test-clips", description = "Clips to test on (${DEFAULT-VALUE}).")
  private int testClips = 200;

  @Option(names = "--world", description = "Seed of the world (${DEFAULT-VALUE}).")
  private long worldSeed = 1;

  /** Runs it; {@code --help} says how. */
  public static void main(String[] arguments) {
    CommandRunner.main(new Ablations(), arguments);
  }

  @Override
  public Integer call() throws IOException {

    WorldTables.requireKnown(tables);
    Files.createDirectories(directory);
    try (Bert bert = MiniLm.loadForWorld()) {
      World world = World.generate(worldSeed, clips, testClips, bert::wordVector);
      QuickstartTraining training = new QuickstartTraining(world, bert, steps, worldSeed);
      Experiment experiment = new CachedExperiment(directory.resolve("runs"), new TrainAndTest());
      WorldTables worldTables = new WorldTables(world, bert, training, seeds, experiment);
      AblationReport report = new AblationReport(directory, System.out);
      for (String table : tables) {
        worldTables.run(table, report);
      }
    }
    System.out.println("Tables and all runs: " + directory);
    return 0;
  }
}
