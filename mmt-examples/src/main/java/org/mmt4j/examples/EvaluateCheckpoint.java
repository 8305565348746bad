package org.mmt4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mmt4j.CaptionedVideo;
import org.mmt4j.MmtModel;
import org.mmt4j.features.PublishedCut;
import org.mmt4j.features.PublishedDataset;
import org.mmt4j.text.Bert;
import org.mmt4j.train.evaluation.Evaluator;
import org.mmt4j.train.evaluation.RetrievalTable;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Evaluates a checkpoint of the authors' code on feature files of the published layout. */
@Command(
    name = "evaluate-checkpoint",
    description = "Evaluates an authors' checkpoint on feature files of the published layout.")
public final class EvaluateCheckpoint implements Callable<Integer> {

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "FILE.pth",
      description = "A checkpoint that the authors' trainer wrote.")
  private Path checkpoint = Path.of("");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder that holds data/MSRVTT/...")
  private Path data = Path.of("");

  @Option(
      names = "--cut",
      paramLabel = "NAME",
      description = "Which list to test on (${DEFAULT-VALUE}).")
  private String cut = "jsfusion";

  @Option(
      names = "--bert",
      paramLabel = "minilm|base|DIR",
      description =
          "The checkpoint's caption encoder: its sizes and vocabulary (${DEFAULT-VALUE}).")
  private String bert = "base";

  @Option(
      names = "--words",
      description = "Word pieces of a caption that it reads (as many as the cut has words).")
  private Optional<Integer> words = Optional.empty();

  /** Runs it; {@code --help} says how. */
  public static void main(String[] arguments) {
    CommandRunner.main(new EvaluateCheckpoint(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    PublishedCut published = PublishedCut.named(cut);
    int maxWords = published.sampling().rule().maxWords();
    try (Bert encoder = Encoders.load(bert, words.orElse(maxWords));
        MmtModel model = MmtModel.ofCheckpoint(checkpoint, encoder, DataType.FLOAT)) {
      List<CaptionedVideo> test =
          PublishedDataset.open(data, published, model.config().experts()).test().loadAll();
      System.out.printf(
          "%d videos to test on, experts %s%n", test.size(), model.config().expertNames());
      System.out.println(
          RetrievalTable.format(Map.of("this checkpoint", Evaluator.of(model).evaluate(test))));
      PublishedFigures.of(published.name()).forEach(System.out::println);
    }
    return 0;
  }
}
