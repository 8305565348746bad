package org.mmt4j.examples;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mmt4j.Hit;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoIndex;
import org.mmt4j.data.Expert;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.extract.ExtractionFailure;
import org.mmt4j.extract.ExtractionReport;
import org.mmt4j.extract.FeatureExtractors;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.extract.VideoFolder;
import org.mmt4j.features.FeatureSource;
import org.mmt4j.features.Hdf5Folder;
import org.mmt4j.train.report.RankedVideo;
import org.mmt4j.train.report.SearchPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ranks the videos of a folder for a caption. */
@Command(
    name = "search-my-videos",
    description = {
      "Ranks the videos of a folder for a caption and writes an HTML page with film strips.",
      "Features of new videos are extracted first and stored in OUT/features.",
      "Exit code 1 if a video failed."
    })
public final class SearchMyVideos implements Callable<Integer> {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL_DIR",
      description = "Folder of a saved model that was trained on features of the same experts.")
  private Path model = Path.of("");

  @Option(
      names = "--videos",
      required = true,
      paramLabel = "DIR",
      description = "Folder of videos; subfolders are included.")
  private Path videos = Path.of("");

  @Parameters(index = "0", paramLabel = "CAPTION", description = "Caption to search for.")
  private String caption = "";

  @Option(
      names = "--out",
      paramLabel = "OUT",
      description = "Output folder for the features and the page (${DEFAULT-VALUE}).")
  private Path out = Path.of("my-videos");

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Folder of the experts' model files.")
  private @Nullable Path models;

  @Option(
      names = "--threads",
      description = "Number of videos to process in parallel (number of processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--hits", description = "Number of videos to print (${DEFAULT-VALUE}).")
  private int hits = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs the program; {@code --help} lists its options. */
  public static void main(String[] arguments) {
    CommandRunner.main(new SearchMyVideos(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    Path features = out.resolve("features");
    try (MmtModel loaded = MmtModel.load(model)) {
      List<Expert> experts = loaded.config().experts();
      ExtractionReport report =
          new ExtractionConsole(spec.commandLine().getOut(), spec.commandLine().getErr())
              .run(extractors(experts), threads, videos, features);
      Map<String, Path> files = files(report);
      requireVideos(files);
      List<VideoFeatures> found = read(features, experts, files.keySet());
      try (VideoIndex index = VideoIndex.of(loaded, found)) {
        show(index.search(caption, hits), found.size(), files);
      }
      return report.failures().isEmpty() ? 0 : 1;
    }
  }

  /** Returns the available experts of the model. The model treats the others as missing experts. */
  private FeatureExtractors extractors(List<Expert> experts) {
    FeatureExtractors all = FeatureExtractors.find(Optional.ofNullable(models));
    Set<String> names = experts.stream().map(Expert::name).collect(Collectors.toSet());
    Set<String> available = Sets.intersection(names, all.available().keySet());
    if (available.isEmpty()) {
      throw new IllegalArgumentException(
          model
              + ": expected at least one available expert of "
              + names
              + ", found "
              + all.available().keySet()
              + "; unavailable: "
              + all.unavailable());
    }
    Sets.difference(names, available)
        .forEach(
            name ->
                spec.commandLine().getErr().println("Unavailable expert of the model: " + name));
    return all.select(available);
  }

  private void requireVideos(Map<String, Path> files) throws VideoFileException {
    if (files.isEmpty()) {
      throw new VideoFileException(videos, "expected features of at least one video, found none");
    }
  }

  /** Reads features of the videos that still exist; features of deleted videos are skipped. */
  private static List<VideoFeatures> read(Path features, List<Expert> experts, Set<String> ids)
      throws IOException {
    List<VideoFeatures> found = new ArrayList<>();
    try (FeatureSource source = Hdf5Folder.open(features)) {
      for (String id : Sets.intersection(ids, source.ids())) {
        found.add(source.read(id, experts).features());
      }
    }
    return found;
  }

  /**
   * Maps ids to video files. If several files have the same id, the first that did not fail is
   * used.
   */
  private Map<String, Path> files(ExtractionReport report) throws IOException {
    Set<Path> failed =
        report.failures().stream()
            .filter(failure -> failure.expert().isEmpty())
            .map(ExtractionFailure::file)
            .collect(Collectors.toSet());
    Map<String, Path> files = new LinkedHashMap<>();
    for (Path file : VideoFolder.list(videos).files()) {
      if (!failed.contains(file)) {
        files.putIfAbsent(VideoFolder.id(videos, file), file);
      }
    }
    return files;
  }

  private void show(List<Hit> ranking, int searched, Map<String, Path> files) throws IOException {
    List<RankedVideo> ranked = new ArrayList<>();
    for (Hit hit : ranking) {
      spec.commandLine().getOut().printf("%.4f  %s%n", hit.similarity(), hit.id());
      Path file = requireNonNull(files.get(hit.id()));
      ranked.add(new RankedVideo(hit.id(), hit.similarity(), false, FilmStrips.of(hit.id(), file)));
    }
    Path page = out.resolve("hits.html");
    new SearchPage(caption, List.of(searched + " videos", "model " + model), ranked).write(page);
    spec.commandLine().getOut().println("Page: " + page);
  }
}
