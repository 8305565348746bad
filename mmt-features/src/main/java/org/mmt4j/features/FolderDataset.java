package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mmt4j.Expert;
import org.mmt4j.Timing;

/**
 * A user's own videos in one folder:
 *
 * <pre>
 * FOLDER/captions.tsv       id, tab, caption; as many lines of an id as there are captions of it
 * FOLDER/features/ID.h5     see {@link Hdf5Features}; captions in these files are not looked at
 * </pre>
 *
 * <p>Instead of {@code captions.tsv} there may be {@code captions.jsonl} with lines such as {@code
 * {"id": "dog", "caption": "A dog barks."}}. An id may be any safe file name. Features have the
 * times that are stored with them, unless experts with other times are given.
 *
 * <p>Videos that have captions and no file, or a file and no captions, are left out; {@link
 * #withoutFile} and {@link #withoutCaptions} name them, and so does {@link #validate}.
 *
 * <pre>{@code
 * FolderDataset data = FolderDataset.open(folder);
 * System.out.println(data.validate());
 * List<CaptionedVideo> videos = data.all().loadAll();
 * }</pre>
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class FolderDataset {

  private static final String ENDING = ".h5";

  private final Path captionFile;
  private final FolderVideos videos;
  private final ImmutableList<String> ids;
  private final ImmutableList<String> withoutFile;
  private final ImmutableList<String> withoutCaptions;
  private final Sampling sampling;

  private FolderDataset(
      Path captionFile,
      FolderVideos videos,
      ImmutableList<String> ids,
      ImmutableList<String> withoutFile,
      ImmutableList<String> withoutCaptions,
      Sampling sampling) {
    this.captionFile = captionFile;
    this.videos = videos;
    this.ids = ids;
    this.withoutFile = withoutFile;
    this.withoutCaptions = withoutCaptions;
    this.sampling = sampling;
  }

  /**
   * Reads the captions, and lists the files. Videos are sampled as {@link Sampling#PAPER} says.
   *
   * @param experts which experts to read from the files, with the times that they say
   * @throws FeatureFileException if a folder or the captions are absent, a line of captions is not
   *     one, or no video has both a file and captions
   */
  public static FolderDataset open(Path folder, List<Expert> experts) throws FeatureFileException {
    Path captionFile = CaptionFile.in(folder);
    ImmutableListMultimap<String, Caption> captions = CaptionFile.read(captionFile);
    Path features = folder.resolve("features");
    Set<String> files = files(features);
    ImmutableList<String> ids = kept(captions.keySet(), files, true);
    if (ids.isEmpty()) {
      throw new FeatureFileException(
          features, "found no file of a video with captions, expected at least one");
    }
    return new FolderDataset(
        captionFile,
        new FolderVideos(features, ImmutableList.copyOf(experts), captions),
        ids,
        kept(captions.keySet(), files, false),
        kept(files, captions.keySet(), false),
        Sampling.PAPER);
  }

  /**
   * As {@link #open(Path, List)}, with all experts that the files of videos with captions hold, at
   * the times that are stored. Reads every file once to find them.
   *
   * @throws FeatureFileException also if a file is damaged, or two files hold an expert with
   *     different dimensions
   */
  public static FolderDataset open(Path folder) throws FeatureFileException {
    FolderDataset lists = open(folder, List.of());
    return open(folder, experts(lists.ids.stream().map(lists.videos::file).toList()));
  }

  /** The same data with other captions or another part of each video. */
  public FolderDataset withSampling(Sampling other) {
    return new FolderDataset(captionFile, videos, ids, withoutFile, withoutCaptions, other);
  }

  /** The experts of all videos, in alphabetical order. */
  public ImmutableList<Expert> experts() {
    return videos.experts();
  }

  /** All videos that have a file and captions, in the order of the captions. */
  public VideoSplit all() {
    return new VideoSplit(ids, videos, sampling);
  }

  /**
   * Some of the videos, in that order.
   *
   * @throws IllegalArgumentException if one has no file or no captions, or comes twice
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
                + " with a file and captions");
      }
    }
    return new VideoSplit(some, videos, sampling);
  }

  /** Videos that have captions and no file. */
  public ImmutableList<String> withoutFile() {
    return withoutFile;
  }

  /** Videos that have a file and no captions. */
  public ImmutableList<String> withoutCaptions() {
    return withoutCaptions;
  }

  /** What the videos hold and which cannot be used. */
  public DataReport validate() {
    ImmutableList.Builder<String> problems = ImmutableList.builder();
    for (String id : withoutFile) {
      problems.add(captionFile + ": found captions of " + id + ", which has no file");
    }
    for (String id : withoutCaptions) {
      problems.add(videos.file(id) + ": found no captions in " + captionFile.getFileName());
    }
    return all().validate().withProblems(problems.build());
  }

  private static ImmutableList<Expert> experts(List<Path> files) throws FeatureFileException {
    return ExpertDiscovery.of(files).stream()
        .map(expert -> expert.withTiming(new Timing.Stored()))
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<String> kept(Set<String> ids, Set<String> others, boolean present) {
    return ids.stream()
        .filter(id -> others.contains(id) == present)
        .collect(ImmutableList.toImmutableList());
  }

  private static Set<String> files(Path folder) throws FeatureFileException {
    if (!Files.isDirectory(folder)) {
      throw new FeatureFileException(folder, "found no such folder, expected one with features");
    }
    Set<String> ids = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        ids.add(name.substring(0, name.length() - ENDING.length()));
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new FeatureFileException(folder, "cannot be read (" + e.getMessage() + ")", e);
    }
    return ids;
  }
}
