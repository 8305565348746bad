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
      "Ranks the videos of a folder for a caption, and writes a page with film strips.",
      "Features of videos that are new are made first; they stay in OUT/features.",
      "Exit code 1 if a video failed."
    })
public final class SearchMyVideos implements Callable<Integer> {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL_DIR",
      description = "A saved model, trained on features of these experts.")
  private Path model = Path.of("");

  @Option(
      names = "--videos",
      required = true,
      paramLabel = "DIR",
      description = "Videos, also in folders inside it.")
  private Path videos = Path.of("");

  @Parameters(index = "0", paramLabel = "CAPTION", description = "What to look for.")
  private String caption = "";

  @Option(
      names = "--out",
      paramLabel = "OUT",
      description = "Where features and page go (${DEFAULT-VALUE}).")
  private Path out = Path.of("my-videos");

  @Option(names = "--models", paramLabel = "DIR", description = "Files of experts' models.")
  private @Nullable Path models;

  @Option(
      names = "--threads",
      description = "Videos side by side (as many as there are processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--hits", description = "How many videos to show (${DEFAULT-VALUE}).")
  private int hits = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs it; {@code --help} says how. */
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
      requireSome(files);
      List<VideoFeatures> found = read(features, experts, files.keySet());
      try (VideoIndex index = VideoIndex.of(loaded, found)) {
        show(index.search(caption, hits), found.size(), files);
      }
      return report.failures().isEmpty() ? 0 : 1;
    }
  }

  /** Of the model's experts, those that work here; the model takes the others for missing. */
  private FeatureExtractors extractors(List<Expert> experts) {
    FeatureExtractors all = FeatureExtractors.find(Optional.ofNullable(models));
    Set<String> names = experts.stream().map(Expert::name).collect(Collectors.toSet());
    Set<String> working = Sets.intersection(names, all.available().keySet());
    if (working.isEmpty()) {
      throw new IllegalArgumentException(
          model
              + ": experts that work here: found none of "
              + names
              + ", expected at least one (there are "
              + all.available().keySet()
              + "; absent: "
              + all.absent()
              + ")");
    }
    Sets.difference(names, working)
        .forEach(name -> spec.commandLine().getErr().println("Missing: expert " + name));
    return all.only(working);
  }

  private void requireSome(Map<String, Path> files) throws VideoFileException {
    if (files.isEmpty()) {
      throw new VideoFileException(
          videos, "found no features, expected those of at least one video");
    }
  }

  /** Features of the videos that are there, not of those that were. */
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

  /** By the names of their features; what failed gives way to others of its name. */
  private Map<String, Path> files(ExtractionReport report) throws IOException {
    Set<Path> failed =
        report.failures().stream().map(ExtractionFailure::file).collect(Collectors.toSet());
    Map<String, Path> files = new LinkedHashMap<>();
    for (Path file : VideoFolder.list(videos).files()) {
      if (!failed.contains(file)) {
        files.putIfAbsent(VideoFolder.id(file), file);
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
