package org.mmt4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mmt4j.features.CaptionColumns;
import org.mmt4j.features.DataReport;
import org.mmt4j.features.FolderDataset;
import org.mmt4j.features.FolderOptions;
import org.mmt4j.features.PublishedDataset;
import org.mmt4j.features.PublishedSplit;
import org.mmt4j.features.Subset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Prints the contents of the feature files of a data set and their problems; the exit code is 1 if
 * there are problems.
 */
@Command(
    name = "inspect-features",
    description = "Prints the contents of the feature files of a data set and their problems.",
    footer = "Exit code 1 if there are problems.")
public final class InspectFeatures implements Callable<Integer> {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder with captions.tsv, .csv or .jsonl and the subfolder features; with --split, folder that contains data/MSRVTT/...")
  private Path data = Path.of("");

  @Option(names = "--split", description = "Split of a published data set, such as miech.")
  private Optional<String> split = Optional.empty();

  @Option(names = "--subset", description = "Subset of the split (${DEFAULT-VALUE}).")
  private Subset subset = Subset.TEST;

  @Option(
      names = "--published",
      description = "Checks the experts and dimensions against the split's configuration.")
  private boolean checksConfiguration;

  @Option(
      names = "--columns",
      paramLabel = "ID,CAPTION",
      description = "Names or numbers of the columns of the captions of a folder.")
  private Optional<String> columns = Optional.empty();

  @Mixin private SkipOption skip = new SkipOption();

  /** Runs the program; {@code --help} lists its options. */
  public static void main(String[] arguments) {
    CommandRunner.main(new InspectFeatures(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    DataReport report = split.isPresent() ? published(PublishedSplit.named(split.get())) : folder();
    System.out.print(report);
    return report.problems().isEmpty() ? 0 : 1;
  }

  private DataReport published(PublishedSplit published) throws IOException {
    if (checksConfiguration && published.experts().isEmpty()) {
      throw new IllegalArgumentException(
          "--published: expected a split with a published configuration, found "
              + published.name());
    }
    PublishedDataset dataset =
        skip.apply(PublishedDataset.open(data, published, published.experts()));
    DataReport report =
        (checksConfiguration ? dataset : dataset.withDiscoveredExperts(subset)).validate(subset);
    int listed = (int) dataset.ids(subset).stream().distinct().count();
    skip.hint(listed, report.videos()).ifPresent(System.out::println);
    return report;
  }

  private DataReport folder() throws IOException {
    FolderOptions options = new FolderOptions(columns.map(CaptionColumns::parse), skip.skips());
    try (FolderDataset dataset = skip.reading(() -> FolderDataset.open(data, options))) {
      return dataset.validate();
    }
  }
}
