package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mmt4j.data.Expert;

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
 * <p>Features may also come from another {@link FeatureSource}, such as a store:
 *
 * <pre>{@code
 * try (FeatureSource store = FeatureSources.open(folder)) {
 *   PublishedSplit split = PublishedSplit.MSRVTT_MIECH;
 *   VideoSplit test = PublishedDataset.open(lists, split, store, split.experts()).test();
 * }
 * }</pre>
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class PublishedDataset {

  private final Path listFolder;
  private final VideoLists lists;
  private final FeatureSource source;
  private final ImmutableList<Expert> experts;
  private final Sampling sampling;
  private final int crossSeed;

  private PublishedDataset(
      Path listFolder,
      VideoLists lists,
      FeatureSource source,
      ImmutableList<Expert> experts,
      Sampling sampling,
      int crossSeed) {
    this.listFolder = listFolder;
    this.lists = lists;
    this.source = source;
    this.experts = experts;
    this.sampling = sampling;
    this.crossSeed = crossSeed;
  }

  /**
   * Reads the lists of a split, whose features are HDF5 files in the published layout. Videos are
   * sampled as the split says; the training list is shuffled with cross seed 0. A line of a list
   * that ends in {@code .h5} is the path of a file, absolute or from {@code root}, and its name
   * without the ending the id. Nothing stays open.
   *
   * @param root the folder that holds {@code data}
   * @param experts which experts to read from the files, each once
   * @throws FeatureFileException if a folder or list is absent, a list is not one, or a path in it
   *     leads out of {@code root}
   * @throws IllegalArgumentException if an expert is given twice
   */
  public static PublishedDataset open(Path root, PublishedSplit split, List<Expert> experts)
      throws FeatureFileException {
    requireFolder(root);
    Path folder = root.resolve("data").resolve(split.folder());
    Path listFolder = folder.resolve(split.listFolder());
    VideoLists lists = lists(listFolder, split);
    return open(listFolder, lists, split, new PublishedLayout(root, folder).source(lists), experts);
  }

  /**
   * As {@link #open(Path, PublishedSplit, List)}, with all experts that the listed files hold.
   * Reads every file once to find them.
   *
   * @throws IOException also if a listed file is absent or damaged, or two files hold an expert
   *     with different dimensions
   */
  public static PublishedDataset open(Path root, PublishedSplit split) throws IOException {
    PublishedDataset data = open(root, split, List.of());
    List<String> all = data.lists.all();
    data.requireFeatures(all);
    return open(
        data.listFolder, data.lists, split, data.source, ExpertDiscovery.of(data.source, all));
  }

  /**
   * The split of a data set whose features are in another form, such as a store. The source must
   * hold captions too: a {@link FeatureStore} or an {@link Hdf5Folder}. Of a line that is a path,
   * only the id counts. Who opened the source closes it, after the last video is read.
   *
   * @param listFolder the folder of the split's lists
   * @param experts which experts to read, each once
   * @throws FeatureFileException if the folder or a list is absent, or a list is not one
   * @throws IllegalArgumentException if an expert is given twice
   */
  public static PublishedDataset open(
      Path listFolder, PublishedSplit split, FeatureSource source, List<Expert> experts)
      throws FeatureFileException {
    return open(listFolder, lists(listFolder, split), split, source, experts);
  }

  private static PublishedDataset open(
      Path listFolder,
      VideoLists lists,
      PublishedSplit split,
      FeatureSource source,
      List<Expert> experts) {
    requireUnique(experts);
    return new PublishedDataset(
        listFolder, lists, source, ImmutableList.copyOf(experts), split.sampling(), 0);
  }

  private static VideoLists lists(Path folder, PublishedSplit split) throws FeatureFileException {
    requireFolder(folder);
    return VideoLists.read(folder, split.lists());
  }

  /** The same data with sentences made by another rule. */
  public PublishedDataset withCaptionRule(CaptionRule other) {
    return withSampling(sampling.withRule(other));
  }

  /** The same data with other captions or another part of each video. */
  public PublishedDataset withSampling(Sampling other) {
    return new PublishedDataset(listFolder, lists, source, experts, other, crossSeed);
  }

  /** The same data with the training list shuffled by another seed, 0 to 2^31 - 1. */
  public PublishedDataset withCrossSeed(int other) {
    return new PublishedDataset(listFolder, lists, source, experts, sampling, other);
  }

  /** The same data without some videos; the subsets of others stay as they are. */
  public PublishedDataset without(Set<String> ids) {
    return new PublishedDataset(
        listFolder, lists.without(ids), source, experts, sampling, crossSeed);
  }

  /**
   * The same data with all experts that the videos of a subset hold, as far as they can be read; of
   * differing dimensions those of the first video. For {@link #validate}, which names what is
   * wrong.
   */
  public PublishedDataset withExpertsOf(Subset subset) {
    return new PublishedDataset(
        listFolder,
        lists,
        source,
        ExpertDiscovery.ofReadable(source, ids(subset)),
        sampling,
        crossSeed);
  }

  /** The experts that are read, in the order given or discovered. */
  public ImmutableList<Expert> experts() {
    return experts;
  }

  /** The videos to train on: all of the training list, shuffled. */
  public VideoSplit train() throws FeatureFileException {
    return split(Subset.TRAINVAL);
  }

  /** The videos to test on, in the order of their list. */
  public VideoSplit test() throws FeatureFileException {
    return split(Subset.TEST);
  }

  /**
   * The videos of a subset.
   *
   * @throws FeatureFileException if a listed video has no file; the message names the first and
   *     counts them
   */
  public VideoSplit split(Subset subset) throws FeatureFileException {
    List<String> ids = ids(subset);
    requireFeatures(ids);
    return new VideoSplit(ids, videos(), sampling);
  }

  /** What the videos of a subset hold and which cannot be used, also for want of a file. */
  public DataReport validate(Subset subset) {
    ImmutableList<String> ids = ids(subset);
    List<String> known = ids.stream().filter(source.ids()::contains).toList();
    return new VideoSplit(known, videos(), sampling)
        .validate()
        .withProblems(
            ids.stream()
                .filter(id -> !source.ids().contains(id))
                .map(id -> listFolder + ": found " + id + ", which has no features")
                .toList());
  }

  /**
   * The ids of a subset, whether or not their files are there. Where the authors split one training
   * list, it is shuffled by {@code numpy.random.RandomState(crossSeed).shuffle}.
   */
  public ImmutableList<String> ids(Subset subset) {
    return lists.ids(subset, crossSeed);
  }

  private void requireFeatures(List<String> ids) throws FeatureFileException {
    List<String> absent = ids.stream().filter(id -> !isPresent(id)).toList();
    if (!absent.isEmpty()) {
      String first = absent.get(0);
      boolean known = source.ids().contains(first);
      throw new FeatureFileException(
          known ? source.file(first) : listFolder,
          (known ? "found no such file" : "found " + first)
              + ", expected the features of a listed video ("
              + absent.size()
              + " of "
              + ids.size()
              + " listed videos have no file)");
    }
  }

  private boolean isPresent(String id) {
    return source.ids().contains(id) && Files.exists(source.file(id));
  }

  private VideoReader videos() {
    return new VideoReader(source, experts, this::captions);
  }

  private ImmutableSortedMap<Integer, Caption> captions(
      String id, ImmutableSortedMap<Integer, Caption> stored) throws FeatureFileException {
    Integer only = lists.onlyCaptions().get(id);
    if (only == null) {
      return stored;
    }
    Caption caption = stored.get(only);
    if (caption == null) {
      throw new FeatureFileException(
          source.file(id), "found no raw_captions." + only + ", expected the caption to test with");
    }
    return ImmutableSortedMap.of(only, caption);
  }

  private static void requireFolder(Path folder) throws FeatureFileException {
    if (!Files.isDirectory(folder)) {
      throw new FeatureFileException(folder, "found no such folder, expected one with a data set");
    }
  }

  private static void requireUnique(List<Expert> experts) {
    Set<String> names = new HashSet<>();
    for (Expert expert : experts) {
      if (!names.add(expert.name())) {
        throw new IllegalArgumentException(
            "experts: found " + expert.name() + " twice, expected each once");
      }
    }
  }
}
