package org.mmt4j.features;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.mmt4j.data.Expert;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data set on disk in the layout that the authors published:
 *
 * <pre>
 * ROOT/data/MSRVTT/symlinked-feats/train_list_miech.txt, ...          ids of videos
 * ROOT/data/MSRVTT/vid_feat_files/mult_h5/v/i/d/video7010.h5, ...     see {@link Hdf5Features}
 * </pre>
 *
 * <pre>{@code
 * PublishedDataset data = PublishedDataset.open(root, PublishedSplit.MSRVTT_MIECH);
 * for (String id : data.train().ids()) {
 *   CaptionedVideo sample = data.train().load(id);
 * }
 * }</pre>
 *
 * <p>Features can also come from a {@link FeatureSource}, such as a store:
 *
 * <pre>{@code
 * try (FeatureSource store = FeatureSources.open(folder)) {
 *   PublishedSplit split = PublishedSplit.MSRVTT_MIECH;
 *   VideoSplit test = PublishedDataset.open(lists, split, store, split.experts()).test();
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class PublishedDataset {

  private static final Logger log = LoggerFactory.getLogger(PublishedDataset.class);

  private final Path listFolder;
  private final VideoLists lists;
  private final FeatureSource source;
  private final ImmutableList<Expert> experts;
  private final Sampling sampling;
  private final int crossSeed;
  private final boolean skipsMissing;

  private PublishedDataset(
      Path listFolder,
      VideoLists lists,
      FeatureSource source,
      ImmutableList<Expert> experts,
      Sampling sampling,
      int crossSeed,
      boolean skipsMissing) {
    this.listFolder = listFolder;
    this.lists = lists;
    this.source = source;
    this.experts = experts;
    this.sampling = sampling;
    this.crossSeed = crossSeed;
    this.skipsMissing = skipsMissing;
  }

  /**
   * Reads the lists of a split whose features are HDF5 files in the published layout. Videos are
   * sampled with the sampling of the split. The training list is shuffled with cross seed 0. A line
   * of a list that ends in {@code .h5} is the path of a file, absolute or relative to {@code root};
   * its id is the file name without {@code .h5}. No file stays open.
   *
   * @param root the folder that contains {@code data}
   * @param experts experts to read from the files, without duplicates
   * @throws FeatureFileException if a folder or list is missing, a list is invalid, or a path in it
   *     leads out of {@code root}
   * @throws IllegalArgumentException if {@code experts} has duplicates
   */
  public static PublishedDataset open(Path root, PublishedSplit split, List<Expert> experts)
      throws FeatureFileException {
    Stopwatch watch = Stopwatch.createStarted();
    requireFolder(root);
    Path folder = root.resolve("data").resolve(split.folder());
    Path listFolder = PublishedLayout.listFolder(folder, split.listFolder());
    VideoLists lists = lists(listFolder, split);
    FeatureSource source = new PublishedLayout(root, folder).source(lists);
    return logged(open(listFolder, lists, split, source, experts), split, watch);
  }

  /**
   * Opens a split with all experts that the listed files contain. Reads every file once to find
   * them.
   *
   * @throws FeatureFileException as {@link #open(Path, PublishedSplit, List)}, and if a listed file
   *     is missing or damaged, or an expert has different dimensions in two files
   */
  public static PublishedDataset open(Path root, PublishedSplit split) throws IOException {
    PublishedDataset data = open(root, split, List.of());
    List<String> all = data.lists.all();
    data.requireFeatures(all);
    return open(
        data.listFolder, data.lists, split, data.source, ExpertDiscovery.of(data.source, all));
  }

  /**
   * Opens a split whose features come from a source, such as a store. The source must have
   * captions: use a {@link FeatureStore} or an {@link Hdf5Folder}. If a line of a list is a path,
   * only its id is used. The caller owns the source and closes it after the last video is read.
   *
   * @param listFolder the folder of the lists of the split
   * @param experts experts to read, without duplicates
   * @throws FeatureFileException if the folder or a list is missing, or a list is invalid
   * @throws IllegalArgumentException if {@code experts} has duplicates
   */
  public static PublishedDataset open(
      Path listFolder, PublishedSplit split, FeatureSource source, List<Expert> experts)
      throws FeatureFileException {
    Stopwatch watch = Stopwatch.createStarted();
    VideoLists lists = lists(listFolder, split);
    return logged(open(listFolder, lists, split, source, experts), split, watch);
  }

  private static PublishedDataset open(
      Path listFolder,
      VideoLists lists,
      PublishedSplit split,
      FeatureSource source,
      List<Expert> experts) {
    requireUnique(experts);
    return new PublishedDataset(
        listFolder, lists, source, ImmutableList.copyOf(experts), split.sampling(), 0, false);
  }

  private static PublishedDataset logged(
      PublishedDataset data, PublishedSplit split, Stopwatch watch) {
    log.info(
        "opened split {} in {}: {} videos, in {} ms",
        split.name(),
        data.listFolder,
        data.lists.all().size(),
        watch.elapsed().toMillis());
    return data;
  }

  private static VideoLists lists(Path folder, PublishedSplit split) throws FeatureFileException {
    requireFolder(folder);
    return VideoLists.read(folder, split.lists());
  }

  /** Returns the same data with a different caption rule. */
  public PublishedDataset withCaptionRule(CaptionRule rule) {
    return withSampling(sampling.withRule(rule));
  }

  /** Returns the same data with a different sampling of captions and clips. */
  public PublishedDataset withSampling(Sampling newSampling) {
    return new PublishedDataset(
        listFolder, lists, source, experts, newSampling, crossSeed, skipsMissing);
  }

  /** Returns the same data with the training list shuffled by a different seed, 0 to 2^31 - 1. */
  public PublishedDataset withCrossSeed(int newCrossSeed) {
    return new PublishedDataset(
        listFolder, lists, source, experts, sampling, newCrossSeed, skipsMissing);
  }

  /**
   * Returns the same data without some videos. The subsets of the remaining videos do not change.
   */
  public PublishedDataset without(Set<String> ids) {
    return new PublishedDataset(
        listFolder, lists.without(ids), source, experts, sampling, crossSeed, skipsMissing);
  }

  /**
   * Returns the same data, which skips listed videos whose features are missing or cannot be read,
   * instead of failing. {@link #split} then reads every video of the subset once to find them;
   * {@link VideoSplit#skipped} and {@link #validate} say which are skipped. The subsets of the
   * remaining videos do not change.
   */
  public PublishedDataset skipMissing() {
    return new PublishedDataset(listFolder, lists, source, experts, sampling, crossSeed, true);
  }

  /**
   * Returns the same data with all experts of the videos of subsets that can be read. If the
   * dimensions of an expert differ, uses the dimension of the first video. Intended for {@link
   * #validate} and {@link #skipMissing}, which report the problems.
   */
  public PublishedDataset withDiscoveredExperts(Subset... subsets) {
    List<String> known =
        Arrays.stream(subsets)
            .flatMap(subset -> ids(subset).stream())
            .distinct()
            .filter(id -> source.ids().contains(id))
            .toList();
    return new PublishedDataset(
        listFolder,
        lists,
        source,
        ImmutableList.copyOf(ExpertDiscovery.ofReadable(source, known)),
        sampling,
        crossSeed,
        skipsMissing);
  }

  /** Returns the experts that are read, in the order given or discovered. */
  public List<Expert> experts() {
    return experts;
  }

  /** Returns the training videos: the complete training list, shuffled. */
  public VideoSplit train() throws FeatureFileException {
    return split(Subset.TRAINVAL);
  }

  /** Returns the test videos, in the order of their list. */
  public VideoSplit test() throws FeatureFileException {
    return split(Subset.TEST);
  }

  /**
   * Returns the videos of a subset.
   *
   * @throws FeatureFileException if a listed video has no file; the message names the first such
   *     file and the number of such videos. If missing videos are skipped: if no video is left
   */
  public VideoSplit split(Subset subset) throws FeatureFileException {
    List<String> ids = ids(subset);
    if (skipsMissing) {
      return withoutUnusable(subset, ids);
    }
    requireFeatures(ids);
    return new VideoSplit(ids, videos(), sampling);
  }

  private VideoSplit withoutUnusable(Subset subset, List<String> ids) throws FeatureFileException {
    Map<String, String> unusable = new HashMap<>(notInSource(ids));
    unusable.putAll(known(ids).unusable());
    VideoSplit usable = new VideoSplit(ids, videos(), sampling).skipping(unusable);
    if (usable.size() == 0 && !unusable.isEmpty()) {
      throw new FeatureFileException(
          listFolder,
          "found no video of %s whose features can be read, expected at least one; the first: %s"
              .formatted(subset, unusable.get(ids.get(0))));
    }
    if (!unusable.isEmpty()) {
      log.warn(
          "skipped {} of {} videos of {}, such as: {}",
          usable.skipped().size(),
          usable.skipped().size() + usable.size(),
          subset,
          usable.skipped().values().iterator().next());
    }
    return usable;
  }

  /**
   * Reads the videos of a subset and reports what they contain and which are unusable, including
   * those without a file. If missing videos are skipped, these are no problems.
   */
  public DataReport validate(Subset subset) {
    List<String> ids = ids(subset);
    DataReport report = known(ids).validate(skipsMissing);
    List<String> missing = notInSource(ids).values().asList();
    return skipsMissing ? report.withSkipped(missing) : report.withProblems(missing);
  }

  private VideoSplit known(List<String> ids) {
    return new VideoSplit(
        ids.stream().filter(id -> source.ids().contains(id)).toList(), videos(), sampling);
  }

  /** Returns why ids are not in the source of the features. */
  private ImmutableMap<String, String> notInSource(List<String> ids) {
    return ids.stream()
        .distinct()
        .filter(id -> !source.ids().contains(id))
        .collect(
            ImmutableMap.toImmutableMap(
                id -> id, id -> listFolder + ": found " + id + ", which has no features"));
  }

  /**
   * Returns the ids of a subset, whether or not their files exist. If the reference splits a single
   * training list, it is shuffled by {@code numpy.random.RandomState(crossSeed).shuffle}.
   */
  public List<String> ids(Subset subset) {
    return lists.ids(subset, crossSeed);
  }

  private void requireFeatures(List<String> ids) throws FeatureFileException {
    List<String> unique = ids.stream().distinct().toList();
    List<String> missing = unique.stream().filter(id -> !isPresent(id)).toList();
    if (!missing.isEmpty()) {
      String first = missing.get(0);
      boolean known = source.ids().contains(first);
      throw new FeatureFileException(
          known ? source.file(first) : listFolder,
          (known ? "found no such file" : "found no features of " + first)
              + ", expected the features of each listed video ("
              + missing.size()
              + " of "
              + unique.size()
              + " listed videos have no file); to skip such videos: skipMissing(), --skip-missing");
    }
  }

  private boolean isPresent(String id) {
    return source.ids().contains(id) && Files.exists(source.file(id));
  }

  private VideoReader videos() {
    return new VideoReader(source, experts, this::captions);
  }

  private SortedMap<Integer, Caption> captions(String id, SortedMap<Integer, Caption> stored)
      throws FeatureFileException {
    Integer only = lists.onlyCaptions().get(id);
    if (only == null) {
      return stored;
    }
    Caption caption = stored.get(only);
    if (caption == null) {
      throw new FeatureFileException(
          source.file(id),
          "found no raw_captions." + only + ", expected the caption that the split tests with");
    }
    return ImmutableSortedMap.of(only, caption);
  }

  private static void requireFolder(Path folder) throws FeatureFileException {
    if (!Files.isDirectory(folder)) {
      throw new FeatureFileException(
          folder, "found no such folder, expected a folder with a data set");
    }
  }

  private static void requireUnique(List<Expert> experts) {
    Set<String> names = new HashSet<>();
    for (Expert expert : experts) {
      if (!names.add(expert.name())) {
        throw new IllegalArgumentException(
            "experts: found a duplicate of " + expert.name() + ", expected each expert once");
      }
    }
  }
}
