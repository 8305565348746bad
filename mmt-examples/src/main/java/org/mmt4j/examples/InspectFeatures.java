package org.mmt4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mmt4j.features.DataReport;
import org.mmt4j.features.FolderDataset;
import org.mmt4j.features.PublishedDataset;
import org.mmt4j.features.PublishedSplit;
import org.mmt4j.features.Subset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what the videos of a data set hold; ends with exit code 1 if some cannot be used. */
@Command(
    name = "inspect-features",
    description = "Shows what the videos of a data set hold, and what is wrong with them.",
    footer = "Exit code 1 if anything is wrong.")
public final class InspectFeatures implements Callable<Integer> {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder of captions.tsv or captions.jsonl and features; with --split, folder that holds data/MSRVTT/...")
  private Path data = Path.of("");

  @Option(names = "--split", description = "Split of a published data set, such as miech.")
  private Optional<String> split = Optional.empty();

  @Option(names = "--subset", description = "Which videos of the split (${DEFAULT-VALUE}).")
  private Subset subset = Subset.TEST;

  @Option(
      names = "--published",
      description = "Expects the experts and dimensions of the split's configuration.")
  private boolean asPublished;

  /** Runs it; {@code --help} says how. */
  public static void main(String[] arguments) {
    CommandRunner.main(new InspectFeatures(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    DataReport report = split.isPresent() ? published(PublishedSplit.named(split.get())) : own();
    System.out.print(report);
    return report.problems().isEmpty() ? 0 : 1;
  }

  private DataReport published(PublishedSplit published) throws IOException {
    PublishedDataset dataset = PublishedDataset.open(data, published, published.experts());
    return (asPublished ? dataset : dataset.withExpertsOf(subset)).validate(subset);
  }

  private DataReport own() throws IOException {
    try (FolderDataset dataset = FolderDataset.open(data)) {
      return dataset.validate();
    }
  }
}
