package org.mmt4j.examples;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.examples.world.World;
import org.mmt4j.text.Bert;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.evaluation.EvaluationResult;
import org.mmt4j.train.evaluation.Evaluator;
import org.mmt4j.train.evaluation.ResultFiles;
import org.mmt4j.train.evaluation.RetrievalMetrics;
import org.mmt4j.train.evaluation.RetrievalTable;
import org.mmt4j.train.listener.ProgressBar;
import org.mmt4j.train.report.Ablation;
import org.mmt4j.train.report.HtmlReportListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Trains a video search model from scratch in one run. The program renders a small world of clips,
 * trains a multi-modal transformer with a pretrained BERT on them, searches unseen test clips,
 * saves the model, loads it again and writes an HTML report.
 */
@Command(
    name = "quickstart",
    description = "Trains a multi-modal transformer on a small rendered world and writes a report.")
public final class Quickstart implements Callable<Integer> {

  private static final int TRAIN_CLIPS = 1000;
  private static final int TEST_CLIPS = 200;
  private static final String REPORT = "report.html";

  @Parameters(arity = "0..1", paramLabel = "DIR", description = "Output folder (${DEFAULT-VALUE}).")
  private Path directory = Path.of("quickstart");

  @Option(names = "--steps", description = "Training steps (${DEFAULT-VALUE}).")
  private int steps = QuickstartTraining.STEPS;

  @Option(
      names = "--seed",
      description = "Seed of the world, the model and the training (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--ablate",
      description = "Also trains with each single expert and with shuffled times (slow).")
  private boolean ablate;

  @Mixin private PrecisionOption precision = new PrecisionOption();

  /** Runs the program; {@code --help} lists its options. */
  public static void main(String[] arguments) {
    CommandRunner.main(new Quickstart(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(directory);
    try (Bert bert = MiniLm.loadForWorld()) {
      System.out.printf("Rendering %d clips ...%n", TRAIN_CLIPS + TEST_CLIPS);
      World world = world(bert, seed);
      QuickstartTraining training = new QuickstartTraining(world, bert, steps, seed, precision);
      HtmlReportListener report =
          new HtmlReportListener(directory.resolve(REPORT), "mmt quickstart", facts(world));
      try (MmtModel start = training.model()) {
        List<CaptionedVideo> test = training.test();
        RetrievalMetrics before = Evaluator.of(start).evaluate(test);
        report.onEvaluation(new EvaluationReport(0, before, ImmutableMap.of()));
        try (MmtModel trained = training.train(start, List.of(new ProgressBar(), report))) {
          RetrievalMetrics after = Evaluator.of(trained).evaluate(test);
          report.onEvaluation(new EvaluationReport(steps, after, ImmutableMap.of()));
          printMetrics(
              before,
              after,
              training.orderAccuracy(trained),
              training.orderAccuracyShuffled(trained));
          QuickstartAnswers answers = QuickstartAnswers.of(trained, world);
          answers.print(System.out);
          saveAndReload(trained, test);
          List<Ablation> ablations = ablate ? training.ablations(after, System.out) : List.of();
          ResultFiles.writeJson(
              directory.resolve("metrics.json"),
              List.of(
                  EvaluationResult.raw("before", before), EvaluationResult.raw("after", after)));
          report.write(answers.examples(), ablations);
          System.out.println("Report: " + directory.resolve(REPORT));
        }
      }
    }
    return 0;
  }

  /**
   * Returns the world of the quickstart.
   *
   * @throws IOException if the word vectors cannot be read
   */
  public static World world(long seed) throws IOException {
    try (Bert bert = MiniLm.loadForWorld()) {
      return world(bert, seed);
    }
  }

  private static World world(Bert bert, long seed) {
    return World.generate(seed, TRAIN_CLIPS, TEST_CLIPS, bert::wordVector);
  }

  private void printMetrics(
      RetrievalMetrics before, RetrievalMetrics after, double ordered, double shuffled) {
    Map<String, RetrievalMetrics> rows = new LinkedHashMap<>();
    rows.put("before training", before);
    rows.put("after training", after);
    System.out.println();
    System.out.println(RetrievalTable.format(rows));
    System.out.printf(
        "Order accuracy, on pairs of clips that differ only in the order of events: %.0f %%"
            + " (times shuffled: %.0f %%)%n%n",
        100 * ordered, 100 * shuffled);
  }

  private void saveAndReload(MmtModel trained, List<CaptionedVideo> test) throws IOException {
    Path saved = directory.resolve("model");
    trained.save(saved);
    CaptionedVideo sample = test.get(0);
    String caption = sample.captions().get(0);
    double similarity = trained.similarity(sample.video(), caption);
    try (MmtModel loaded = MmtModel.load(saved);
        MmtModel reloaded = precision.of(loaded)) {
      double again = reloaded.similarity(sample.video(), caption);
      if (again != similarity) {
        throw new IllegalStateException(
            "similarity of the reloaded model: expected " + similarity + ", found " + again);
      }
    }
    System.out.println(
        "Model: "
            + saved
            + " (the reloaded model computes the same similarity, "
            + similarity
            + ")");
  }

  private List<String> facts(World world) {
    return List.of(
        world.train().size() + " clips to train on",
        world.test().size() + " unseen clips to test on",
        world.experts().size() + " experts",
        steps + " steps of " + QuickstartTraining.BATCH_SIZE + " pairs",
        "seed " + seed);
  }
}
