package org.mmt4j.examples;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mmt4j.data.Expert;
import org.mmt4j.features.CaptionRule;
import org.mmt4j.features.FolderDataset;
import org.mmt4j.features.FolderOptions;
import org.mmt4j.features.PublishedDataset;
import org.mmt4j.features.PublishedSplit;
import org.mmt4j.features.Sampling;
import org.mmt4j.features.Subset;
import org.mmt4j.features.VideoSplit;

/**
 * Training, validation and test videos of a training run.
 *
 * @param experts the experts of all videos
 * @param validation videos to evaluate on during training; empty without validation
 * @param test videos to evaluate on at the end
 * @param losses how many captions and features have no partner; empty if all have one
 * @param source the source of the features; {@link #close} closes it
 */
record TrainingVideos(
    List<Expert> experts,
    VideoSplit train,
    Optional<VideoSplit> validation,
    VideoSplit test,
    List<String> losses,
    Closeable source)
    implements Closeable {

  /** Of so many videos of a folder, one is a test video, and one a validation video. */
  private static final int VIDEOS_PER_TEST_VIDEO = 10;

  /**
   * Opens a published split. With validation, the subsets are the reference's TRAIN and VAL;
   * without, TRAINVAL.
   *
   * @param experts the experts to read; if empty, all experts in the files
   * @throws IOException as {@link PublishedDataset#open(Path, PublishedSplit)}
   */
  static TrainingVideos published(
      Path root,
      PublishedSplit split,
      Optional<List<Expert>> experts,
      boolean validates,
      SkipOption skip)
      throws IOException {
    PublishedDataset listed =
        skip.apply(PublishedDataset.open(root, split, experts.orElse(List.of())));
    PublishedDataset data =
        experts.isPresent()
            ? listed
            : skip.skips()
                ? listed.withDiscoveredExperts(Subset.TRAINVAL, Subset.VAL, Subset.TEST)
                : skip.reading(() -> PublishedDataset.open(root, split));
    return new TrainingVideos(
        data.experts(),
        data.split(validates ? Subset.TRAIN : Subset.TRAINVAL),
        validates ? Optional.of(data.split(Subset.VAL)) : Optional.empty(),
        data.test(),
        List.of(),
        () -> {});
  }

  /**
   * Opens a user's folder. In the order of the captions, the last of every ten videos is a test
   * video; with validation, the ninth is a validation video.
   *
   * @param words maximum number of words of a caption
   * @param testList file with the ids of the test videos, one per line, instead of every tenth;
   *     these are never validation videos
   * @throws IOException as {@link FolderDataset#open(Path, FolderOptions)}, or if the list cannot
   *     be read
   * @throws IllegalArgumentException if there are fewer than ten videos, or if the list is empty,
   *     contains all videos, or contains a video without features or captions
   */
  static TrainingVideos ofFolder(
      Path folder, FolderOptions options, int words, Optional<Path> testList, boolean validates)
      throws IOException {
    FolderDataset data =
        FolderDataset.open(folder, options)
            .withSampling(Sampling.PAPER.withRule(CaptionRule.ofWords(words)));
    try {
      return ofFolder(folder, data, testList, validates);
    } catch (IOException | RuntimeException e) {
      data.close();
      throw e;
    }
  }

  private static TrainingVideos ofFolder(
      Path folder, FolderDataset data, Optional<Path> testList, boolean validates)
      throws IOException {
    List<String> ids = data.all().ids();
    if (ids.size() < VIDEOS_PER_TEST_VIDEO) {
      throw new IllegalArgumentException(
          "%s: expected at least %d videos with features and captions, found %d: one in %d is a test video%s"
              .formatted(
                  folder,
                  VIDEOS_PER_TEST_VIDEO,
                  ids.size(),
                  VIDEOS_PER_TEST_VIDEO,
                  data.losses().stream().map(loss -> "; " + loss).collect(joining())));
    }
    VideoSplit testVideos =
        testList.isPresent()
            ? data.split(testList.get())
            : data.split(oneOfTen(ids, VIDEOS_PER_TEST_VIDEO - 1));
    List<String> test = testVideos.ids();
    List<String> rest = without(test, ids);
    List<String> validation =
        validates ? without(test, oneOfTen(ids, VIDEOS_PER_TEST_VIDEO - 2)) : ImmutableList.of();
    // split leaves the skipped videos out and counts them
    List<String> skipped =
        without(
            List.copyOf(testVideos.skipped().keySet()), List.copyOf(data.all().skipped().keySet()));
    List<String> train =
        Stream.of(without(validation, rest), skipped).flatMap(List::stream).toList();
    return new TrainingVideos(
        data.experts(),
        data.split(train),
        validates ? Optional.of(data.split(validation)) : Optional.empty(),
        testVideos,
        data.losses(),
        data);
  }

  /** Returns the id at an offset of every ten ids. */
  private static List<String> oneOfTen(List<String> ids, int offset) {
    return IntStream.range(0, ids.size())
        .filter(i -> i % VIDEOS_PER_TEST_VIDEO == offset)
        .mapToObj(ids::get)
        .toList();
  }

  private static List<String> without(List<String> excludedIds, List<String> ids) {
    Set<String> excluded = ImmutableSet.copyOf(excludedIds);
    return ids.stream().filter(id -> !excluded.contains(id)).toList();
  }

  /** Returns the numbers of videos and the names of the experts, for reports. */
  ImmutableList<String> facts() {
    ImmutableList.Builder<String> facts = ImmutableList.builder();
    facts.add(train.size() + " training videos");
    validation.ifPresent(videos -> facts.add(videos.size() + " validation videos"));
    facts.add(test.size() + " test videos");
    facts.add("experts " + experts.stream().map(Expert::name).toList());
    SkipOption.skipped(train, "training").ifPresent(facts::add);
    validation.flatMap(videos -> SkipOption.skipped(videos, "validation")).ifPresent(facts::add);
    SkipOption.skipped(test, "test").ifPresent(facts::add);
    return facts.addAll(losses).build();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
