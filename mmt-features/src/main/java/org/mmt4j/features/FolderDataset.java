package org.mmt4j.features;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
 * <p>{@code captions.jsonl} may replace {@code captions.tsv}, with lines such as {@code {"id":
 * "dog", "caption": "A dog barks."}}. An id may be any text. Captions that are stored
 * with features are used only if there is neither of these files. Features have their stored times,
 * unless the given experts have a different timing.
 *
 * <p>Videos that have captions but no features, or features but no captions, are skipped. {@link
 * #withoutFeatures} and {@link #withoutCaptions} return them, and {@link #validate} reports them.
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
  private final VideoReader videos;
  private final Closeable ownedResource;
  private final ImmutableList<String> ids;
  private final ImmutableList<String> withoutFeatures;
  private final ImmutableList<String> withoutCaptions;
  private final Sampling sampling;

  private FolderDataset(
      Path captionFile,
      VideoReader videos,
      Closeable ownedResource,
      ImmutableList<String> ids,
      ImmutableList<String> withoutFeatures,
      ImmutableList<String> withoutCaptions,
      Sampling sampling) {
    this.captionFile = captionFile;
    this.videos = videos;
    this.ownedResource = ownedResource;
    this.ids = ids;
    this.withoutFeatures = withoutFeatures;
    this.withoutCaptions = withoutCaptions;
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
    return openFolder(folder, data -> experts);
  }

  /**
   * Opens the folder with all experts of the videos with captions, at their stored times. Reads
   * every such video once to find the experts.
   *
   * @throws FeatureFileException as {@link #open(Path, List)}, and if no video can be read or an
   *     expert has different dimensions in two videos. A video that cannot be read is skipped here:
   *     {@link #validate} reports it, and loading it throws
   */
  public static FolderDataset open(Path folder) throws IOException {
    return openFolder(folder, FolderDataset::discoverExperts);
  }

  /**
   * Opens a folder of captions with features from a source. The caller owns the source and closes
   * it after the last video is read.
   *
   * @param folder folder of {@code captions.tsv} or {@code captions.jsonl}
   * @throws FeatureFileException as {@link #open(Path)}
   */
  public static FolderDataset open(Path folder, FeatureSource source) throws IOException {
    return open(folder, source, FolderDataset::discoverExperts, () -> {});
  }

  /** Selects the experts to read. */
  private interface ExpertSelection {
    List<Expert> of(FolderDataset data) throws IOException;
  }

  private static FolderDataset openFolder(Path folder, ExpertSelection experts) throws IOException {
    Path features = folder.resolve("features");
    if (!Files.isDirectory(features)) {
      CaptionFile.find(folder);
    }
    FeatureSource source = FeatureSources.open(features);
    try {
      return CaptionFile.exists(folder)
          ? open(folder, source, experts, source)
          : withStoredCaptions(folder, source, experts);
    } catch (Throwable e) {
      try {
        source.close();
      } catch (IOException | RuntimeException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** Opens the videos whose captions are stored with their features. */
  private static FolderDataset withStoredCaptions(
      Path folder, FeatureSource source, ExpertSelection experts) throws IOException {
    List<String> ids = new ArrayList<>();
    List<String> withoutCaptions = new ArrayList<>();
    for (String id : source.ids()) {
      (source.read(id, ImmutableList.of()).captions().isEmpty() ? withoutCaptions : ids).add(id);
    }
    if (ids.isEmpty()) {
      CaptionFile.find(folder);
    }
    FolderDataset withoutExperts =
        new FolderDataset(
            folder.resolve("features"),
            new VideoReader(source, ImmutableList.of(), (id, stored) -> stored),
            source,
            ImmutableList.copyOf(ids),
            ImmutableList.of(),
            ImmutableList.copyOf(withoutCaptions),
            Sampling.PAPER);
    return withoutExperts.withExperts(experts.of(withoutExperts));
  }

  /** Uses the captions of the caption file, whatever is stored with the features. */
  private record CaptionsOfFile(ImmutableListMultimap<String, Caption> byId)
      implements VideoReader.Captions {

    @Override
    public SortedMap<Integer, Caption> of(String id, SortedMap<Integer, Caption> stored) {
      return byNumber(byId.get(id));
    }

    @Override
    public boolean readsStored() {
      return false;
    }
  }

  private static FolderDataset open(
      Path folder, FeatureSource source, ExpertSelection experts, Closeable ownedResource)
      throws IOException {
    Stopwatch watch = Stopwatch.createStarted();
    Path captionFile = CaptionFile.find(folder);
    ImmutableListMultimap<String, Caption> captions = CaptionFile.read(captionFile);
    ImmutableList<String> ids = filter(captions.keySet(), source.ids(), true);
    if (ids.isEmpty()) {
      throw new FeatureFileException(
          captionFile, "found no video with captions and features, expected at least one");
    }
    FolderDataset withoutExperts =
        new FolderDataset(
            captionFile,
            new VideoReader(source, ImmutableList.of(), new CaptionsOfFile(captions)),
            ownedResource,
            ids,
            filter(captions.keySet(), source.ids(), false),
            filter(source.ids(), captions.keySet(), false),
            Sampling.PAPER);
    FolderDataset data = withoutExperts.withExperts(experts.of(withoutExperts));
    log.info(
        "opened {}: {} videos, {} experts, in {} ms",
        folder,
        ids.size(),
        data.experts().size(),
        watch.elapsed().toMillis());
    return data;
  }

  private FolderDataset withExperts(List<Expert> experts) {
    return new FolderDataset(
        captionFile,
        new VideoReader(videos.source(), ImmutableList.copyOf(experts), videos.captions()),
        ownedResource,
        ids,
        withoutFeatures,
        withoutCaptions,
        sampling);
  }

  /** Returns the same data with a different sampling of captions and clips. */
  public FolderDataset withSampling(Sampling newSampling) {
    return new FolderDataset(
        captionFile, videos, ownedResource, ids, withoutFeatures, withoutCaptions, newSampling);
  }

  /** Returns the experts of all videos, in alphabetical order. */
  public List<Expert> experts() {
    return videos.experts();
  }

  /** Returns all videos that have features and captions, in the order of the caption file. */
  public VideoSplit all() {
    return new VideoSplit(ids, videos, sampling);
  }

  /**
   * Returns a selection of the videos, in the given order.
   *
   * @throws IllegalArgumentException if a video has no features or no captions, or occurs more than
   *     once
   */
  public VideoSplit split(List<String> selected) {
    Set<String> remaining = new HashSet<>(ids);
    for (String id : selected) {
      if (!remaining.remove(id)) {
        throw new IllegalArgumentException(
            "video: found \""
                + id
                + "\", expected each video once, and one of the "
                + ids.size()
                + " with features and captions");
      }
    }
    return new VideoSplit(selected, videos, sampling);
  }

  /** Returns the videos that have captions but no features. */
  public List<String> withoutFeatures() {
    return withoutFeatures;
  }

  /** Returns the videos that have features but no captions. */
  public List<String> withoutCaptions() {
    return withoutCaptions;
  }

  /** Reads all videos and reports what they contain and which are unusable. */
  public DataReport validate() {
    ImmutableList.Builder<String> problems = ImmutableList.builder();
    problems.addAll(videos.source().notes());
    for (String id : withoutFeatures) {
      problems.add(captionFile + ": found captions of " + id + ", which has no features");
    }
    for (String id : withoutCaptions) {
      problems.add(
          videos.file(id) + ": found no captions of " + id + " in " + captionFile.getFileName());
    }
    return all().validate().withProblems(problems.build());
  }

  @Override
  public void close() throws IOException {
    ownedResource.close();
  }

  private static List<Expert> discoverExperts(FolderDataset data) throws IOException {
    return ExpertDiscovery.skippingUnreadable(data.videos.source(), data.ids).stream()
        .map(expert -> expert.withTiming(new Timing.Stored()))
        .toList();
  }

  private static SortedMap<Integer, Caption> byNumber(List<Caption> captions) {
    ImmutableSortedMap.Builder<Integer, Caption> byNumber = ImmutableSortedMap.naturalOrder();
    for (int number = 0; number < captions.size(); number++) {
      byNumber.put(number, captions.get(number));
    }
    return byNumber.buildOrThrow();
  }

  private static ImmutableList<String> filter(
      Set<String> ids, Set<String> available, boolean present) {
    return ids.stream()
        .filter(id -> available.contains(id) == present)
        .collect(ImmutableList.toImmutableList());
  }
}
