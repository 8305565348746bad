package org.mmt4j.examples;

import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmt4j.extract.ExtractionReport;
import org.mmt4j.extract.FeatureExtractors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Extracts features of a folder of videos, in the published layout. */
@Command(
    name = "extract-features",
    description = {
      "Extracts features of a folder of videos, in the published layout.",
      "The id of a video is its path below the folder, without extension.",
      "What the experts have processed is skipped unless it has changed.",
      "Exit code 1 if a video failed, in whole or for one expert."
    })
public final class ExtractFeatures implements Callable<Integer> {

  @Option(
      names = "--videos",
      required = true,
      paramLabel = "DIR",
      description = "Folder of videos; subfolders are included.")
  private Path videos = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Output folder for the feature files.")
  private Path out = Path.of("");

  @Option(
      names = "--experts",
      split = ",",
      paramLabel = "NAME",
      description = "Experts, separated by commas (all available experts).")
  private List<String> experts = new ArrayList<>();

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Folder of the experts' model files.")
  private @Nullable Path models;

  @Option(
      names = "--report",
      paramLabel = "PAGE",
      description = "Page with film strips and what each expert observed, of extracted videos.")
  private @Nullable Path report;

  @Option(
      names = "--threads",
      description = "Number of videos to process in parallel (number of processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs the program; {@code --help} lists its options. */
  public static void main(String[] arguments) {
    CommandRunner.main(new ExtractFeatures(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    FeatureExtractors found = FeatureExtractors.find(Optional.ofNullable(models));
    FeatureExtractors chosen =
        experts.isEmpty() ? found : found.select(ImmutableSortedSet.copyOf(experts));
    ExtractionConsole console =
        new ExtractionConsole(spec.commandLine().getOut(), spec.commandLine().getErr());
    ExtractionReport result = console.run(chosen, threads, videos, out);
    if (report != null) {
      console.observations().write(report);
      spec.commandLine().getOut().println("Page: " + report);
    }
    return result.failures().isEmpty() ? 0 : 1;
  }
}
