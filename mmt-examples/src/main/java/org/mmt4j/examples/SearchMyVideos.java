package org.mmt4j.examples;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Sets;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mmt4j.MmtModel;
import org.mmt4j.data.Expert;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.extract.ExtractionFailure;
import org.mmt4j.extract.ExtractionReport;
import org.mmt4j.extract.FeatureExtractors;
import org.mmt4j.extract.TimeWindows;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.extract.VideoFolder;
import org.mmt4j.extract.zeroshot.ZeroShot;
import org.mmt4j.features.FeatureSource;
import org.mmt4j.features.Hdf5Folder;
import org.mmt4j.features.StoredVideo;
import org.mmt4j.search.LibraryEntry;
import org.mmt4j.search.LibraryHit;
import org.mmt4j.search.VideoLibrary;
import org.mmt4j.search.VideoQuery;
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
      "Features of new videos are extracted first and stored in OUT/features,",
      "their embeddings by a model in a library in OUT.",
      "Without a model, objects, words that are read and words that are heard are compared.",
      "Exit code 1 if a video failed."
    })
public final class SearchMyVideos implements Callable<Integer> {

  private static final int FINGERPRINT_DIGITS = 12;

  @Option(
      names = "--model",
      paramLabel = "MODEL_DIR",
      description = "Folder of a saved model that was trained on features of the same experts.")
  private @Nullable Path model;

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

  @Option(
      names = "--windows",
      description = "Rank windows of 30 seconds, every 15 seconds, instead of whole videos.")
  private boolean windows;

  @Option(names = "--hits", description = "Number of videos to print (${DEFAULT-VALUE}).")
  private int hits = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs the program; {@code --help} lists its options. */
  public static void main(String[] arguments) {
    CommandRunner.main(new SearchMyVideos(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    return model == null ? searchWithoutModel() : search(model);
  }

  private int search(Path folder) throws IOException {
    try (MmtModel loaded = MmtModel.load(folder)) {
      List<Expert> experts = loaded.config().experts();
      Set<String> names = experts.stream().map(Expert::name).collect(Collectors.toSet());
      ExtractionReport report = extract(names, "expert of " + folder);
      Map<String, Path> files = files(report);
      Map<String, TimeWindows.Window> found =
          read(files.keySet(), (source, id) -> source.read(id, experts));
      try (VideoLibrary library = VideoLibrary.open(library(loaded), loaded)) {
        int embedded = LibraryUpdate.of(library, loaded).run(found.values());
        spec.commandLine().getOut().printf("%d of %d embedded%n", embedded, found.size());
        VideoQuery query = VideoQuery.builder().caption(caption).everyMoment().count(hits).build();
        List<Found> ranking = library.search(query).stream().map(Found::of).toList();
        show(ranking, found.size(), "model " + folder, files);
      }
      return exitCode(report);
    }
  }

  private int searchWithoutModel() throws IOException {
    ZeroShot similarity = ZeroShot.of(caption, Optional.ofNullable(models));
    ExtractionReport report = extract(ZeroShot.experts(), "expert for a search without a model");
    Map<String, Path> files = files(report);
    Map<String, TimeWindows.Window> found = read(files.keySet(), FeatureSource::readAll);
    List<Found> ranking =
        found.values().stream()
            .map(window -> Found.of(window, similarity.similarity(window.features())))
            .sorted(Comparator.comparingDouble(Found::similarity).reversed())
            .limit(hits)
            .toList();
    show(ranking, found.size(), "no model", files);
    return exitCode(report);
  }

  /** A window of a video, or a whole video, that was found. */
  private record Found(String id, double similarity, String video, double start, double end) {

    static Found of(LibraryHit hit) {
      LibraryEntry entry = hit.entry();
      return new Found(entry.id(), hit.similarity(), entry.video(), entry.start(), entry.end());
    }

    static Found of(TimeWindows.Window window, double similarity) {
      return new Found(
          window.features().id(), similarity, window.video(), window.start(), window.end());
    }
  }

  /** Returns the folder of a model's library: vectors of two models do not compare. */
  private Path library(MmtModel loaded) {
    String name = "library-" + loaded.fingerprint().substring(0, FINGERPRINT_DIGITS);
    return out.resolve(windows ? name + "-windows" : name);
  }

  private static int exitCode(ExtractionReport report) {
    return report.failures().isEmpty() ? 0 : 1;
  }

  /** Extracts features by the available ones of some experts. */
  private ExtractionReport extract(Set<String> names, String purpose) throws IOException {
    return new ExtractionConsole(spec.commandLine().getOut(), spec.commandLine().getErr())
        .run(extractors(names, purpose), threads, videos, out.resolve("features"));
  }

  /** Returns the available experts. A model treats the others as missing experts. */
  private FeatureExtractors extractors(Set<String> names, String purpose) {
    FeatureExtractors all = FeatureExtractors.find(Optional.ofNullable(models));
    Set<String> available = Sets.intersection(names, all.available().keySet());
    if (available.isEmpty()) {
      throw new IllegalArgumentException(
          purpose
              + ": expected at least one available of "
              + names
              + ", found "
              + all.available().keySet()
              + "; unavailable: "
              + all.unavailable());
    }
    Sets.difference(names, available)
        .forEach(
            name -> spec.commandLine().getErr().println("Unavailable " + purpose + ": " + name));
    return all.select(available);
  }

  private void requireVideos(Set<String> ids) throws VideoFileException {
    if (ids.isEmpty()) {
      throw new VideoFileException(videos, "expected features of at least one video, found none");
    }
  }

  /** Reads features of a video. */
  @FunctionalInterface
  private interface Reading {
    StoredVideo of(FeatureSource source, String id) throws IOException;
  }

  /**
   * Reads features of the videos that still exist; features of deleted videos are skipped. Returns
   * the windows of the videos, or the videos as one window each, by id.
   */
  private Map<String, TimeWindows.Window> read(Set<String> ids, Reading reading)
      throws IOException {
    requireVideos(ids);
    Map<String, TimeWindows.Window> found = new LinkedHashMap<>();
    try (FeatureSource source = Hdf5Folder.open(out.resolve("features"))) {
      for (String id : Sets.intersection(ids, source.ids())) {
        for (TimeWindows.Window window : split(reading.of(source, id).features())) {
          found.put(window.features().id(), window);
        }
      }
    }
    return found;
  }

  private List<TimeWindows.Window> split(VideoFeatures video) {
    return windows
        ? TimeWindows.DEFAULT.split(video)
        : List.of(new TimeWindows.Window(video.id(), 0, Double.POSITIVE_INFINITY, video));
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

  private void show(List<Found> ranking, int searched, String by, Map<String, Path> files)
      throws IOException {
    List<RankedVideo> ranked = new ArrayList<>();
    for (Found hit : ranking) {
      spec.commandLine().getOut().printf("%.4f  %s%n", hit.similarity(), hit.id());
      List<BufferedImage> frames =
          FilmStrips.of(
              hit.video(), requireNonNull(files.get(hit.video())), hit.start(), hit.end());
      ranked.add(new RankedVideo(hit.id(), hit.similarity(), false, frames));
    }
    Path page = out.resolve("hits.html");
    String count = searched + (windows ? " windows" : " videos");
    new SearchPage(caption, List.of(count, by), ranked).write(page);
    spec.commandLine().getOut().println("Page: " + page);
  }
}
