package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mmt4j.Expert;

/**
 * A data set on disk in the layout that the authors published:
 *
 * <pre>
 * ROOT/data/MSRVTT/symlinked-feats/train_list_miech.txt, ...          ids of videos
 * ROOT/data/MSRVTT/vid_feat_files/mult_h5/v/i/d/video7010.h5, ...     see {@link Hdf5Features}
 * </pre>
 *
 * <pre>{@code
 * PublishedDataset data = PublishedDataset.open(root, PublishedCut.MSRVTT_MIECH);
 * for (String id : data.train().ids()) {
 *   CaptionedVideo sample = data.train().load(id);
 * }
 * }</pre>
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class PublishedDataset {

  private final Path folder;
  private final VideoLists lists;
  private final ImmutableList<Expert> experts;
  private final Sampling sampling;
  private final int crossSeed;

  private PublishedDataset(
      Path folder,
      VideoLists lists,
      ImmutableList<Expert> experts,
      Sampling sampling,
      int crossSeed) {
    this.folder = folder;
    this.lists = lists;
    this.experts = experts;
    this.sampling = sampling;
    this.crossSeed = crossSeed;
  }

  /**
   * Reads the lists of a cut. Videos are sampled as the cut says; the training list is shuffled
   * with cross seed 0.
   *
   * @param root the folder that holds {@code data}
   * @param experts which experts to read from the files, each once
   * @throws FeatureFileException if a folder or list is absent, or a list is not one
   * @throws IllegalArgumentException if an expert is given twice
   */
  public static PublishedDataset open(Path root, PublishedCut cut, List<Expert> experts)
      throws FeatureFileException {
    requireDistinct(experts);
    Path folder = root.resolve("data").resolve(cut.folder());
    Path lists = folder.resolve(cut.listFolder());
    requireFolder(root);
    requireFolder(lists);
    return new PublishedDataset(
        folder,
        VideoLists.read(lists, cut.lists()),
        ImmutableList.copyOf(experts),
        cut.sampling(),
        0);
  }

  /**
   * As {@link #open(Path, PublishedCut, List)}, with all experts that the listed files hold. Reads
   * every file once to find them.
   *
   * @throws FeatureFileException also if a listed file is absent or damaged, or two files hold an
   *     expert with different dimensions
   */
  public static PublishedDataset open(Path root, PublishedCut cut) throws FeatureFileException {
    PublishedDataset lists = open(root, cut, List.of());
    List<String> all = lists.lists.all();
    lists.requireFiles(all);
    return open(root, cut, ExpertDiscovery.of(all.stream().map(lists.videos()::file).toList()));
  }

  /** The same data with sentences made by another rule. */
  public PublishedDataset withCaptionRule(CaptionRule other) {
    return withSampling(sampling.withRule(other));
  }

  /** The same data with other captions or another part of each video. */
  public PublishedDataset withSampling(Sampling other) {
    return new PublishedDataset(folder, lists, experts, other, crossSeed);
  }

  /** The same data with the training list shuffled by another seed, 0 to 2^31 - 1. */
  public PublishedDataset withCrossSeed(int other) {
    return new PublishedDataset(folder, lists, experts, sampling, other);
  }

  /** The same data without some videos; the subsets of others stay as they are. */
  public PublishedDataset without(Set<String> ids) {
    return new PublishedDataset(folder, lists.without(ids), experts, sampling, crossSeed);
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
    requireFiles(ids);
    return new VideoSplit(ids, videos(), sampling);
  }

  /** What the videos of a subset hold and which cannot be used, also for want of a file. */
  public DataReport validate(Subset subset) {
    return new VideoSplit(ids(subset), videos(), sampling).validate();
  }

  /**
   * The ids of a subset, whether or not their files are there. Where the authors cut one training
   * list, it is shuffled by {@code numpy.random.RandomState(crossSeed).shuffle}.
   */
  public ImmutableList<String> ids(Subset subset) {
    return lists.ids(subset, crossSeed);
  }

  private void requireFiles(List<String> ids) throws FeatureFileException {
    VideoReader videos = videos();
    List<Path> absent =
        ids.stream().map(videos::file).filter(file -> !Files.isRegularFile(file)).toList();
    if (!absent.isEmpty()) {
      throw new FeatureFileException(
          absent.get(0),
          "found no such file, expected the features of a listed video ("
              + absent.size()
              + " of "
              + ids.size()
              + " listed videos have no file)");
    }
  }

  private VideoReader videos() {
    return new PublishedVideos(folder, experts, lists.onlyCaptions());
  }

  private static void requireFolder(Path folder) throws FeatureFileException {
    if (!Files.isDirectory(folder)) {
      throw new FeatureFileException(folder, "found no such folder, expected one with a data set");
    }
  }

  private static void requireDistinct(List<Expert> experts) {
    Set<String> names = new HashSet<>();
    for (Expert expert : experts) {
      if (!names.add(expert.name())) {
        throw new IllegalArgumentException(
            "experts: found " + expert.name() + " twice, expected each once");
      }
    }
  }
}
