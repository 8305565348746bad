package org.mmt4j.features;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
 * <p>{@code captions.csv}, {@code captions.jsonl} or {@code captions.json} may replace {@code
 * captions.tsv}. JSON lines are such as {@code {"id": "dog", "caption": "A dog barks."}}. Tables
 * may have a header, quoted fields and other columns ({@link CaptionColumns}). An id may be any
 * text. Captions that are stored with features are used only if there is none of these files.
 * Features have their stored times, unless the given experts have a different timing.
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

  private final FolderCaptions captions;
  private final VideoReader videos;
  private final Closeable ownedResource;
  private final ImmutableMap<String, String> unusable;
  private final Sampling sampling;

  private FolderDataset(
      FolderCaptions captions,
      VideoReader videos,
      Closeable ownedResource,
      ImmutableMap<String, String> unusable,
      Sampling sampling) {
    this.captions = captions;
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
    return openFolder(folder, (source, ids) -> experts, FolderOptions.DEFAULT);
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
    List<Expert> of(FeatureSource source, List<String> ids) throws IOException;
  }

  private static ExpertSelection discovery(FolderOptions options) {
    return (source, ids) -> {
      List<Expert> experts =
          options.skipsMissing()
              ? ExpertDiscovery.ofReadable(source, ids)
              : ExpertDiscovery.of(source, ids);
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
    FolderCaptions captions = FolderCaptions.of(folder, source, options.columns());
    ImmutableList<Expert> selected = ImmutableList.copyOf(experts.of(source, captions.ids()));
    FolderDataset all =
        new FolderDataset(
            captions,
            new VideoReader(source, selected, captions.ofVideos()),
            ownedResource,
            ImmutableMap.of(),
            Sampling.PAPER);
    FolderDataset data = options.skipsMissing() ? all.withoutUnusable() : all;
    data.logOpened(folder, watch);
    return data;
  }

  private FolderDataset withoutUnusable() throws FeatureFileException {
    ImmutableMap<String, String> found = all().unusable();
    if (found.size() == captions.ids().size()) {
      throw new FeatureFileException(
          captions.file(),
          "found no video whose features can be read, expected at least one; the first: "
              + found.values().iterator().next());
    }
    return new FolderDataset(captions, videos, ownedResource, found, sampling);
  }

  private void logOpened(Path folder, Stopwatch watch) {
    captions.notes().forEach(note -> log.info("{}", note));
    captions.problems().forEach(problem -> log.warn("{}", problem));
    if (!unusable.isEmpty()) {
      log.warn(
          "skipped {} of {} videos, such as: {}",
          unusable.size(),
          captions.ids().size(),
          unusable.values().iterator().next());
    }
    log.info(
        "opened {}: {} videos, {} experts, in {} ms",
        folder,
        all().size(),
        experts().size(),
        watch.elapsed().toMillis());
  }

  /** Returns the same data with a different sampling of captions and clips. */
  public FolderDataset withSampling(Sampling newSampling) {
    return new FolderDataset(captions, videos, ownedResource, unusable, newSampling);
  }

  /** Returns the experts of all videos, in alphabetical order. */
  public List<Expert> experts() {
    return videos.experts();
  }

  /** Returns all videos that have features and captions, in the order of the caption file. */
  public VideoSplit all() {
    return new VideoSplit(captions.ids(), videos, sampling).skipping(unusable);
  }

  /**
   * Returns a selection of the videos, in the given order, without those that are skipped.
   *
   * @param selected ids as in the captions or the features
   * @throws IllegalArgumentException if a video has no features or no captions, or occurs more than
   *     once
   */
  public VideoSplit split(List<String> selected) {
    Set<String> remaining = new HashSet<>(captions.ids());
    ImmutableList.Builder<String> ids = ImmutableList.builder();
    for (String given : selected) {
      String id = captions.featuresOf(given);
      if (!remaining.remove(id)) {
        throw new IllegalArgumentException(
            "video: found \""
                + given
                + "\", expected each video once, and one of the "
                + captions.ids().size()
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
    return captions.partners().withoutFeatures();
  }

  /** Returns the videos that have features but no captions. */
  public List<String> withoutCaptions() {
    return captions.partners().withoutCaptions();
  }

  /**
   * Returns how many captions and features have no partner, with examples of their ids; empty if
   * all have one.
   */
  public List<String> losses() {
    return captions.partners().losses();
  }

  /** Reads all videos and reports what they contain and which are unusable. */
  public DataReport validate() {
    return all()
        .validate()
        .withNotes(captions.notes())
        .withNotes(videos.source().notes())
        .withSkipped(unusable.values().asList())
        .withProblems(captions.problems());
  }

  @Override
  public void close() throws IOException {
    ownedResource.close();
  }
}
