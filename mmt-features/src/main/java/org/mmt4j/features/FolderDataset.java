package org.mmt4j.features;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.mmt4j.data.Expert;
import org.mmt4j.data.Timing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A user's own videos in one folder:
 *
 * <pre>
 * FOLDER/captions.tsv       id, tab, caption; one line for each caption of a video
 * FOLDER/features           any format that {@link FeatureSources#open} opens: ID.h5, a store, pickles, ...
 * </pre>
 *
 * <p>{@code captions.csv} or {@code captions.jsonl} may replace {@code captions.tsv}; the latter
 * has lines such as {@code {"id": "dog", "caption": "A dog barks."}}. Tables may have a header,
 * quoted fields and other columns ({@link CaptionColumns}). An id may be any text. Captions that
 * are stored with features are used only if there is none of these files. Features have their
 * stored times, unless the given experts have a different timing.
 *
 * <p>Captions belong to the features with the same id, or else with the same id without the ending
 * of a video file ({@code clip.mp4} and {@code clip}), if there is only one. The data set has the
 * ids of the features.
 *
 * <p>Videos that have captions but no features, or features but no captions, are skipped. A warning
 * is logged, {@link #withoutFeatures} and {@link #withoutCaptions} return them, and {@link
 * #validate} reports them.
 *
 * <pre>{@code
 * try (FolderDataset data = FolderDataset.open(folder)) {
 *   System.out.println(data.validate());
 *   List<CaptionedVideo> videos = data.all().loadAll();
 * }
 * }</pre>
 *
 * <p>The data set owns and closes the features that it opens. The caller owns a source that it
 * passes in.
 *
 * <p>Immutable and thread-safe.
 */
public final class FolderDataset implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(FolderDataset.class);

  private final Path captionFile;
  private final ImmutableList<String> captionNotes;
  private final CaptionPartners partners;
  private final VideoReader videos;
  private final Closeable ownedResource;
  private final ImmutableMap<String, String> unusable;
  private final Sampling sampling;

  private FolderDataset(
      Path captionFile,
      ImmutableList<String> captionNotes,
      CaptionPartners partners,
      VideoReader videos,
      Closeable ownedResource,
      ImmutableMap<String, String> unusable,
      Sampling sampling) {
    this.captionFile = captionFile;
    this.captionNotes = captionNotes;
    this.partners = partners;
    this.videos = videos;
    this.ownedResource = ownedResource;
    this.unusable = unusable;
    this.sampling = sampling;
  }

  /**
   * Reads the captions and opens {@code features}. Videos are sampled with {@link Sampling#PAPER}.
   *
   * @param experts experts to read, with their timings
   * @throws FeatureFileException if a folder or the caption file is missing, a line of the caption
   *     file is invalid, the features cannot be opened, or no video has both features and captions
   */
  public static FolderDataset open(Path folder, List<Expert> experts) throws IOException {
    return openFolder(folder, data -> experts, FolderOptions.DEFAULT);
  }

  /**
   * Opens the folder with all experts of the videos with captions, at their stored times. Reads
   * every such video once to find the experts.
   *
   * @throws FeatureFileException as {@link #open(Path, List)}, and if a file is damaged or an
   *     expert has different dimensions in two videos
   */
  public static FolderDataset open(Path folder) throws IOException {
    return open(folder, FolderOptions.DEFAULT);
  }

  /**
   * As {@link #open(Path)}, with options.
   *
   * @throws FeatureFileException as {@link #open(Path)}, and if the caption file lacks a column; if
   *     missing videos are skipped, damaged files are no error as long as one video is left
   */
  public static FolderDataset open(Path folder, FolderOptions options) throws IOException {
    return openFolder(folder, discovery(options), options);
  }

  /**
   * Opens a folder of captions with features from a source. The caller owns the source and closes
   * it after the last video is read.
   *
   * @param folder folder of the caption file
   * @throws FeatureFileException as {@link #open(Path)}
   */
  public static FolderDataset open(Path folder, FeatureSource source) throws IOException {
    return open(folder, source, discovery(FolderOptions.DEFAULT), () -> {}, FolderOptions.DEFAULT);
  }

  /** Selects the experts to read. */
  private interface ExpertSelection {
    List<Expert> of(FolderDataset data) throws IOException;
  }

  private static ExpertSelection discovery(FolderOptions options) {
    return data -> {
      FeatureSource source = data.videos.source();
      List<Expert> experts =
          options.skipsMissing()
              ? ExpertDiscovery.ofReadable(source, data.allIds())
              : ExpertDiscovery.of(source, data.allIds());
      return experts.stream().map(expert -> expert.withTiming(new Timing.Stored())).toList();
    };
  }

  private static FolderDataset openFolder(
      Path folder, ExpertSelection experts, FolderOptions options) throws IOException {
    Path features = folder.resolve("features");
    if (CaptionFile.exists(folder) || !Files.isDirectory(features)) {
      CaptionFile.find(folder);
    }
    FeatureSource source = FeatureSources.open(features);
    try {
      return open(folder, source, experts, source, options);
    } catch (Throwable e) {
      try {
        source.close();
      } catch (IOException | RuntimeException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private static FolderDataset open(
      Path folder,
      FeatureSource source,
      ExpertSelection experts,
      Closeable ownedResource,
      FolderOptions options)
      throws IOException {
    Stopwatch watch = Stopwatch.createStarted();
    FolderDataset withoutExperts =
        CaptionFile.exists(folder)
            ? withCaptionFile(folder, source, ownedResource, options)
            : withStoredCaptions(folder, source, ownedResource);
    withoutExperts.requireVideos();
    FolderDataset readable = withoutExperts.withExperts(experts.of(withoutExperts));
    FolderDataset data = options.skipsMissing() ? readable.withoutUnusable() : readable;
    data.logOpened(folder, watch);
    return data;
  }

  private static FolderDataset withCaptionFile(
      Path folder, FeatureSource source, Closeable ownedResource, FolderOptions options)
      throws IOException {
    CaptionFile file = CaptionFile.read(CaptionFile.find(folder), options.columns());
    CaptionPartners partners = CaptionPartners.of(file.captions().keySet(), source.ids());
    return withoutExperts(
        file.file(),
        file.notes(),
        partners,
        new VideoReader(source, ImmutableList.of(), CaptionsOfFile.of(file, partners)),
        ownedResource);
  }

  private static FolderDataset withStoredCaptions(
      Path folder, FeatureSource source, Closeable ownedResource) throws IOException {
    Set<String> captioned = new LinkedHashSet<>();
    for (String id : source.ids()) {
      if (!source.read(id, ImmutableList.of()).captions().isEmpty()) {
        captioned.add(id);
      }
    }
    if (captioned.isEmpty()) {
      CaptionFile.find(folder);
    }
    return withoutExperts(
        folder.resolve("features"),
        ImmutableList.of(),
        CaptionPartners.of(captioned, source.ids()),
        new VideoReader(source, ImmutableList.of(), (id, stored) -> stored),
        ownedResource);
  }

  private static FolderDataset withoutExperts(
      Path captionFile,
      ImmutableList<String> captionNotes,
      CaptionPartners partners,
      VideoReader videos,
      Closeable ownedResource) {
    return new FolderDataset(
        captionFile,
        captionNotes,
        partners,
        videos,
        ownedResource,
        ImmutableMap.of(),
        Sampling.PAPER);
  }

  /** The captions of the caption file, whatever is stored with the features. */
  private record CaptionsOfFile(
      ImmutableListMultimap<String, Caption> captions, ImmutableMap<String, String> captionIds)
      implements VideoReader.Captions {

    static CaptionsOfFile of(CaptionFile file, CaptionPartners partners) {
      return new CaptionsOfFile(
          file.captions(),
          partners.featuresOf().entrySet().stream()
              .collect(ImmutableMap.toImmutableMap(Map.Entry::getValue, Map.Entry::getKey)));
    }

    @Override
    public SortedMap<Integer, Caption> of(String id, SortedMap<Integer, Caption> stored) {
      return byNumber(captions.get(captionIds.getOrDefault(id, id)));
    }

    @Override
    public boolean readsStored() {
      return false;
    }
  }

  private void requireVideos() throws FeatureFileException {
    if (partners.featuresOf().isEmpty()) {
      throw new FeatureFileException(
          captionFile,
          "found no video with captions and features, expected at least one: "
              + String.join("; ", partners.losses()));
    }
  }

  private FolderDataset withoutUnusable() throws FeatureFileException {
    ImmutableMap<String, String> found = all().unusable();
    if (found.size() == partners.featuresOf().size()) {
      throw new FeatureFileException(
          captionFile,
          "found no video whose features can be read, expected at least one; the first: "
              + found.values().iterator().next());
    }
    return new FolderDataset(
        captionFile, captionNotes, partners, videos, ownedResource, found, sampling);
  }

  private void logOpened(Path folder, Stopwatch watch) {
    notes().forEach(note -> log.info("{}", note));
    partners.losses().forEach(loss -> log.warn("{}: {}", captionFile, loss));
    if (!unusable.isEmpty()) {
      log.warn(
          "skipped {} of {} videos, such as: {}",
          unusable.size(),
          partners.featuresOf().size(),
          unusable.values().iterator().next());
    }
    log.info(
        "opened {}: {} videos, {} experts, in {} ms",
        folder,
        all().size(),
        experts().size(),
        watch.elapsed().toMillis());
  }

  private FolderDataset withExperts(List<Expert> experts) {
    return new FolderDataset(
        captionFile,
        captionNotes,
        partners,
        new VideoReader(videos.source(), ImmutableList.copyOf(experts), videos.captions()),
        ownedResource,
        unusable,
        sampling);
  }

  /** Returns the same data with a different sampling of captions and clips. */
  public FolderDataset withSampling(Sampling newSampling) {
    return new FolderDataset(
        captionFile, captionNotes, partners, videos, ownedResource, unusable, newSampling);
  }

  /** Returns the experts of all videos, in alphabetical order. */
  public List<Expert> experts() {
    return videos.experts();
  }

  /** Returns all videos that have features and captions, in the order of the caption file. */
  public VideoSplit all() {
    return new VideoSplit(allIds(), videos, sampling).skipping(unusable);
  }

  /**
   * Returns a selection of the videos, in the given order, without those that are skipped.
   *
   * @param selected ids as in the captions or the features
   * @throws IllegalArgumentException if a video has no features or no captions, or occurs more than
   *     once
   */
  public VideoSplit split(List<String> selected) {
    Set<String> remaining = new HashSet<>(allIds());
    ImmutableList.Builder<String> ids = ImmutableList.builder();
    for (String given : selected) {
      String id = partners.featuresOf().getOrDefault(given, given);
      if (!remaining.remove(id)) {
        throw new IllegalArgumentException(
            "video: found \""
                + given
                + "\", expected each video once, and one of the "
                + partners.featuresOf().size()
                + " with features and captions");
      }
      ids.add(id);
    }
    return new VideoSplit(ids.build(), videos, sampling).skipping(unusable);
  }

  /**
   * Returns the videos that a text file lists, one id per line, in the order of the list.
   *
   * @throws FeatureFileException if the file cannot be read or lists no video
   * @throws IllegalArgumentException as {@link #split(List)}
   */
  public VideoSplit split(Path list) throws FeatureFileException {
    List<String> selected =
        TextFile.lines(list, "a list of videos").stream()
            .map(String::strip)
            .filter(id -> !id.isEmpty())
            .toList();
    if (selected.isEmpty()) {
      throw new FeatureFileException(list, "found no video ids, expected one per line");
    }
    return split(selected);
  }

  /** Returns the videos that have captions but no features, by their ids in the captions. */
  public List<String> withoutFeatures() {
    return partners.withoutFeatures();
  }

  /** Returns the videos that have features but no captions. */
  public List<String> withoutCaptions() {
    return partners.withoutCaptions();
  }

  /**
   * Returns how many captions and features have no partner, with examples of their ids; empty if
   * all have one.
   */
  public List<String> losses() {
    return partners.losses();
  }

  /** Reads all videos and reports what they contain and which are unusable. */
  public DataReport validate() {
    ImmutableList.Builder<String> problems = ImmutableList.builder();
    partners.losses().forEach(loss -> problems.add(captionFile + ": " + loss));
    for (String id : partners.withoutFeatures()) {
      problems.add(captionFile + ": found captions of " + id + ", which has no features");
    }
    for (String id : partners.withoutCaptions()) {
      problems.add(
          videos.file(id) + ": found no captions of " + id + " in " + captionFile.getFileName());
    }
    return all()
        .validate()
        .withNotes(allNotes())
        .withSkipped(unusable.values().asList())
        .withProblems(problems.build());
  }

  private ImmutableList<String> allNotes() {
    return ImmutableList.<String>builder().addAll(notes()).addAll(videos.source().notes()).build();
  }

  /** Returns how the captions were read. */
  private ImmutableList<String> notes() {
    return ImmutableList.<String>builder()
        .addAll(captionNotes)
        .addAll(partners.notes())
        .build()
        .stream()
        .map(note -> captionFile + ": " + note)
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableList<String> allIds() {
    return partners.featuresOf().values().asList();
  }

  @Override
  public void close() throws IOException {
    ownedResource.close();
  }

  private static SortedMap<Integer, Caption> byNumber(List<Caption> captions) {
    ImmutableSortedMap.Builder<Integer, Caption> byNumber = ImmutableSortedMap.naturalOrder();
    for (int number = 0; number < captions.size(); number++) {
      byNumber.put(number, captions.get(number));
    }
    return byNumber.buildOrThrow();
  }
}
