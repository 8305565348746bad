package org.mmt4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mmt4j.CaptionedVideo;
import org.mmt4j.MmtModel;
import org.mmt4j.features.PublishedCut;
import org.mmt4j.features.PublishedDataset;
import org.mmt4j.text.Bert;
import org.mmt4j.train.LearningRateSchedule;
import org.mmt4j.train.Trainer;
import org.mmt4j.train.evaluation.Evaluator;
import org.mmt4j.train.evaluation.RetrievalMetrics;
import org.mmt4j.train.evaluation.RetrievalTable;
import org.mmt4j.train.listener.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a model on feature files of the published layout, evaluates it and saves it. */
@Command(
    name = "train-on-features",
    description = "Trains a model on feature files of the published layout.")
public final class TrainOnFeatures implements Callable<Integer> {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder that holds data/MSRVTT/...")
  private Path data = Path.of("");

  @Option(
      names = "--cut",
      required = true,
      paramLabel = "NAME",
      description = "Which lists to train and test on: miech.")
  private String cut = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "MODEL_DIR",
      description = "Where the trained model goes.")
  private Path out = Path.of("");

  @Option(names = "--steps", description = "Training steps (${DEFAULT-VALUE}).")
  private int steps = 1000;

  @Option(names = "--batch", description = "Pairs in a batch (${DEFAULT-VALUE}).")
  private int batch = 32;

  @Option(names = "--rate", description = "Learning rate (${DEFAULT-VALUE}).")
  private double rate = 1e-4;

  @Option(names = "--decay", description = "Factor of the rate at each decay (${DEFAULT-VALUE}).")
  private double decay = 0.95;

  @Option(names = "--decay-steps", description = "Steps between decays (${DEFAULT-VALUE}).")
  private int decaySteps = 100;

  @Option(names = "--width", description = "Width of the video encoder (${DEFAULT-VALUE}).")
  private int width = 128;

  @Option(names = "--layers", description = "Layers of the video encoder (${DEFAULT-VALUE}).")
  private int layers = 2;

  @Option(names = "--heads", description = "Heads of the video encoder (${DEFAULT-VALUE}).")
  private int heads = 4;

  @Option(
      names = "--feed-forward",
      description = "Width inside its feed-forward layers (${DEFAULT-VALUE}).")
  private int feedForward = 256;

  @Option(
      names = "--features",
      description = "Features an expert that it reads (${DEFAULT-VALUE}).")
  private int features = 8;

  @Option(names = "--words", description = "Word pieces of a caption (${DEFAULT-VALUE}).")
  private int words = 16;

  @Option(names = "--seed", description = "Seed of model and training (${DEFAULT-VALUE}).")
  private long seed = 0;

  /** Runs it; {@code --help} says how. */
  public static void main(String[] arguments) {
    CommandRunner.main(new TrainOnFeatures(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    PublishedDataset dataset = PublishedDataset.open(data, PublishedCut.named(cut));
    List<CaptionedVideo> train = dataset.train().loadAll();
    List<CaptionedVideo> test = dataset.test().loadAll();
    System.out.printf(
        "%d videos to train on, %d to test on, experts %s%n",
        train.size(), test.size(), dataset.experts());
    try (Bert bert = MiniLm.load(words);
        MmtModel start = model(dataset, bert);
        MmtModel trained = train(start, train)) {
      Map<String, RetrievalMetrics> rows = new LinkedHashMap<>();
      rows.put("before training", Evaluator.of(start).evaluate(test));
      rows.put("after training", Evaluator.of(trained).evaluate(test));
      System.out.println(RetrievalTable.format(rows));
      trained.save(out);
      System.out.println("Model: " + out);
    }
    return 0;
  }

  private MmtModel model(PublishedDataset dataset, Bert bert) {
    return MmtModel.builder()
        .experts(dataset.experts())
        .captions(bert)
        .width(width)
        .layers(layers)
        .heads(heads)
        .feedForward(feedForward)
        .maxFeatures(features)
        .seed(seed)
        .build();
  }

  private MmtModel train(MmtModel start, List<CaptionedVideo> videos) {
    return Trainer.on(start)
        .data(videos)
        .steps(steps)
        .batchSize(batch)
        .learningRate(LearningRateSchedule.exponentialDecay(rate, decay, decaySteps))
        .seed(seed)
        .listener(new ProgressBar())
        .run();
  }
}
