package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mmt4j.data.Expert;
import org.mmt4j.data.Timing;

/**
 * A user's own videos in one folder:
 *
 * <pre>
 * FOLDER/captions.tsv       id, tab, caption; as many lines of an id as there are captions of it
 * FOLDER/features           whatever {@link FeatureSources#open} opens: ID.h5, a store, pickles, ...
 * </pre>
 *
 * <p>Instead of {@code captions.tsv} there may be {@code captions.jsonl} with lines such as {@code
 * {"id": "dog", "caption": "A dog barks."}}. An id may be any safe file name. Captions that are
 * stored with features are not looked at. Features have the times that are stored with them, unless
 * experts with other times are given.
 *
 * <p>Videos that have captions and no features, or features and no captions, are left out; {@link
 * #withoutFeatures} and {@link #withoutCaptions} name them, and so does {@link #validate}.
 *
 * <pre>{@code
 * try (FolderDataset data = FolderDataset.open(folder)) {
 *   System.out.println(data.validate());
 *   List<CaptionedVideo> videos = data.all().loadAll();
 * }
 * }</pre>
 *
 * <p>Closing it closes the features if it opened them; a source that it was given stays open.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class FolderDataset implements Closeable {

  private final Path captionFile;
  private final VideoReader videos;
  private final Closeable opened;
  private final ImmutableList<String> ids;
  private final ImmutableList<String> withoutFeatures;
  private final ImmutableList<String> withoutCaptions;
  private final Sampling sampling;

  private FolderDataset(
      Path captionFile,
      VideoReader videos,
      Closeable opened,
      ImmutableList<String> ids,
      ImmutableList<String> withoutFeatures,
      ImmutableList<String> withoutCaptions,
      Sampling sampling) {
    this.captionFile = captionFile;
    this.videos = videos;
    this.opened = opened;
    this.ids = ids;
    this.withoutFeatures = withoutFeatures;
    this.withoutCaptions = withoutCaptions;
    this.sampling = sampling;
  }

  /**
   * Reads the captions, and opens {@code features}. Videos are sampled as {@link Sampling#PAPER}
   * says.
   *
   * @param experts which experts to read, with the times that they say
   * @throws IOException if a folder or the captions are absent, a line of captions is not one, the
   *     features cannot be opened, or no video has both features and captions; the message names
   *     the file
   */
  public static FolderDataset open(Path folder, List<Expert> experts) throws IOException {
    return opened(folder, data -> experts);
  }

  /**
   * As {@link #open(Path, List)}, with all experts of the videos with captions, at the times that
   * are stored. Looks at every such video once to find them.
   *
   * @throws IOException also if a file is damaged, or two videos have an expert with different
   *     dimensions
   */
  public static FolderDataset open(Path folder) throws IOException {
    return opened(folder, FolderDataset::discovered);
  }

  /**
   * Captions in a folder of videos whose features are elsewhere. Who opened the source closes it,
   * after the last video is read.
   *
   * @param folder of {@code captions.tsv} or {@code captions.jsonl}
   * @throws IOException as {@link #open(Path)}
   */
  public static FolderDataset open(Path folder, FeatureSource source) throws IOException {
    return open(folder, source, FolderDataset::discovered, () -> {});
  }

  /** The experts of videos with captions. */
  private interface Experts {
    List<Expert> of(FolderDataset data) throws IOException;
  }

  private static FolderDataset opened(Path folder, Experts experts) throws IOException {
    CaptionFile.in(folder);
    FeatureSource source = FeatureSources.open(folder.resolve("features"));
    try {
      return open(folder, source, experts, source);
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static FolderDataset open(
      Path folder, FeatureSource source, Experts experts, Closeable opened) throws IOException {
    Path captionFile = CaptionFile.in(folder);
    ImmutableListMultimap<String, Caption> captions = CaptionFile.read(captionFile);
    ImmutableList<String> ids = kept(captions.keySet(), source.ids(), true);
    if (ids.isEmpty()) {
      throw new FeatureFileException(
          captionFile, "found no video that has features, expected at least one");
    }
    VideoReader.Captions ofFile = (id, stored) -> numbered(captions.get(id));
    FolderDataset found =
        new FolderDataset(
            captionFile,
            new VideoReader(source, ImmutableList.of(), ofFile),
            opened,
            ids,
            kept(captions.keySet(), source.ids(), false),
            kept(source.ids(), captions.keySet(), false),
            Sampling.PAPER);
    return found.withExperts(experts.of(found));
  }

  private FolderDataset withExperts(List<Expert> experts) {
    return new FolderDataset(
        captionFile,
        new VideoReader(videos.source(), ImmutableList.copyOf(experts), videos.captions()),
        opened,
        ids,
        withoutFeatures,
        withoutCaptions,
        sampling);
  }

  /** The same data with other captions or another part of each video. */
  public FolderDataset withSampling(Sampling other) {
    return new FolderDataset(
        captionFile, videos, opened, ids, withoutFeatures, withoutCaptions, other);
  }

  /** The experts of all videos, in alphabetical order. */
  public ImmutableList<Expert> experts() {
    return videos.experts();
  }

  /** All videos that have features and captions, in the order of the captions. */
  public VideoSplit all() {
    return new VideoSplit(ids, videos, sampling);
  }

  /**
   * Some of the videos, in that order.
   *
   * @throws IllegalArgumentException if one has no features or no captions, or comes twice
   */
  public VideoSplit split(List<String> some) {
    Set<String> left = new HashSet<>(ids);
    for (String id : some) {
      if (!left.remove(id)) {
        throw new IllegalArgumentException(
            "video: found \""
                + id
                + "\", expected each once and one of the "
                + ids.size()
                + " with features and captions");
      }
    }
    return new VideoSplit(some, videos, sampling);
  }

  /** Videos that have captions and no features. */
  public ImmutableList<String> withoutFeatures() {
    return withoutFeatures;
  }

  /** Videos that have features and no captions. */
  public ImmutableList<String> withoutCaptions() {
    return withoutCaptions;
  }

  /** What the videos hold and which cannot be used. */
  public DataReport validate() {
    ImmutableList.Builder<String> problems = ImmutableList.builder();
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
    opened.close();
  }

  private static List<Expert> discovered(FolderDataset data) throws IOException {
    return ExpertDiscovery.of(data.videos.source(), data.ids).stream()
        .map(expert -> expert.withTiming(new Timing.Stored()))
        .toList();
  }

  private static ImmutableSortedMap<Integer, Caption> numbered(List<Caption> captions) {
    ImmutableSortedMap.Builder<Integer, Caption> numbered = ImmutableSortedMap.naturalOrder();
    for (int number = 0; number < captions.size(); number++) {
      numbered.put(number, captions.get(number));
    }
    return numbered.buildOrThrow();
  }

  private static ImmutableList<String> kept(Set<String> ids, Set<String> others, boolean present) {
    return ids.stream()
        .filter(id -> others.contains(id) == present)
        .collect(ImmutableList.toImmutableList());
  }
}
