package org.mmt4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.features.CaptionRule;
import org.mmt4j.features.PublishedDataset;
import org.mmt4j.features.PublishedSplit;
import org.mmt4j.features.Sampling;
import org.mmt4j.features.VideoSplit;
import org.mmt4j.text.Bert;
import org.mmt4j.train.evaluation.Evaluator;
import org.mmt4j.train.evaluation.RetrievalMetrics;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Evaluates a checkpoint of the reference on feature files of the published layout. */
@Command(
    name = "evaluate-checkpoint",
    description =
        "Evaluates a checkpoint of the authors' code on feature files of the published layout.",
    footer =
        "The paper's metrics are printed for comparison if the number of test videos is that of the paper, within one percent.")
public final class EvaluateCheckpoint implements Callable<Integer> {

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "FILE.pth",
      description = "Checkpoint of the authors' trainer.")
  private Path checkpoint = Path.of("");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder that contains data/MSRVTT/...")
  private Path data = Path.of("");

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Published split to test on (${DEFAULT-VALUE}).")
  private String split = "jsfusion";

  @Option(
      names = "--bert",
      paramLabel = "minilm|base|DIR",
      description =
          "Caption encoder with the sizes and the vocabulary of the checkpoint's (${DEFAULT-VALUE}).")
  private String bert = "base";

  @Option(
      names = "--words",
      description =
          "Maximum number of words, and of word pieces, of a caption (that of the split).")
  private Optional<Integer> words = Optional.empty();

  @Option(
      names = "--features",
      description = "K, the maximum number of features per expert (that of the checkpoint).")
  private Optional<Integer> features = Optional.empty();

  @Mixin private SkipOption skip = new SkipOption();

  /** Runs the program; {@code --help} lists its options. */
  public static void main(String[] arguments) {
    CommandRunner.main(new EvaluateCheckpoint(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    PublishedSplit published = PublishedSplit.named(split);
    Sampling sampling = sampling(published);
    try (Bert encoder = Encoders.load(bert, sampling.rule().maxWords());
        MmtModel model = model(encoder)) {
      PublishedDataset dataset =
          skip.apply(PublishedDataset.open(data, published, model.config().experts()))
              .withSampling(sampling);
      VideoSplit test = skip.reading(dataset::test);
      List<CaptionedVideo> videos = skip.reading(test::loadAll);
      System.out.printf("%d test videos, experts %s%n", test.size(), model.config().expertNames());
      print(Evaluator.of(model).evaluate(videos), published.name(), test.size());
      SkipOption.skipped(test, "test").ifPresent(System.out::println);
    }
    return 0;
  }

  private Sampling sampling(PublishedSplit published) {
    Sampling sampling = published.sampling();
    boolean removesStopWords = sampling.rule().removesStopWords();
    return words
        .map(maxWords -> sampling.withRule(new CaptionRule(maxWords, removesStopWords)))
        .orElse(sampling);
  }

  private MmtModel model(Bert encoder) throws IOException {
    MmtModel loaded = MmtModel.loadCheckpoint(checkpoint, encoder.shared(), DataType.FLOAT);
    if (features.isEmpty()) {
      return loaded;
    }
    try (loaded) {
      return loaded.withConfig(loaded.config().toBuilder().maxFeatures(features.get()).build());
    }
  }

  private static void print(RetrievalMetrics ours, String split, int videos) {
    List<PublishedFigures> published = PublishedFigures.comparable(split, videos);
    System.out.print(FiguresTable.format("this checkpoint", ours, published));
    if (published.isEmpty() && !PublishedFigures.of(split).isEmpty()) {
      System.out.printf(
          "The paper's metrics are not printed: they are for %d test videos, found %d.%n",
          PublishedFigures.of(split).get(0).videos(), videos);
    }
  }
}
