package org.mmt4j.examples;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.mmt4j.data.Expert;
import org.mmt4j.features.CaptionRule;
import org.mmt4j.features.FolderDataset;
import org.mmt4j.features.PublishedDataset;
import org.mmt4j.features.PublishedSplit;
import org.mmt4j.features.Sampling;
import org.mmt4j.features.Subset;
import org.mmt4j.features.VideoSplit;

/**
 * The videos of a training, apart from those that it is judged by.
 *
 * @param experts of all videos
 * @param validation to judge by while training, if wanted
 * @param test to judge by in the end
 * @param source of the features, which closing closes
 */
record TrainingVideos(
    ImmutableList<Expert> experts,
    VideoSplit train,
    Optional<VideoSplit> validation,
    VideoSplit test,
    Closeable source)
    implements Closeable {

  /** Of a folder's videos one in so many is tested on, and one more validated on. */
  private static final int SHARE = 10;

  /**
   * Those of a published split. With validation they are the authors' subsets TRAIN and VAL,
   * without it TRAINVAL.
   *
   * @param experts to read; if empty all that the files hold
   * @throws IOException as {@link PublishedDataset#open(Path, PublishedSplit)}
   */
  static TrainingVideos published(
      Path root, PublishedSplit split, Optional<List<Expert>> experts, boolean validates)
      throws IOException {
    PublishedDataset data =
        experts.isPresent()
            ? PublishedDataset.open(root, split, experts.get())
            : PublishedDataset.open(root, split);
    return new TrainingVideos(
        data.experts(),
        data.split(validates ? Subset.TRAIN : Subset.TRAINVAL),
        validates ? Optional.of(data.split(Subset.VAL)) : Optional.empty(),
        data.test(),
        () -> {});
  }

  /**
   * Those of a user's folder, in the order of the captions: every tenth is tested on, and with
   * validation every ninth of ten validated on.
   *
   * @param words of a caption that count
   * @param testList file of the ids to test on instead, one a line; they are not validated on
   * @throws IOException as {@link FolderDataset#open(Path)}, or if the list cannot be read
   * @throws IllegalArgumentException if there are fewer than ten, or the list names none to test
   *     on, all of them, or one that has no features or captions
   */
  static TrainingVideos ofFolder(Path folder, int words, Optional<Path> testList, boolean validates)
      throws IOException {
    FolderDataset data =
        FolderDataset.open(folder)
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
    ImmutableList<String> ids = data.all().ids();
    if (ids.size() < SHARE) {
      throw new IllegalArgumentException(
          "%s, videos with features and captions: found %d, expected at least %d: one in %d is tested on"
              .formatted(folder, ids.size(), SHARE, SHARE));
    }
    List<String> test = testList.isPresent() ? listed(testList.get()) : ofEveryTen(ids, SHARE - 1);
    VideoSplit tested = data.split(test);
    List<String> rest = without(test, ids);
    List<String> validation =
        validates ? without(test, ofEveryTen(ids, SHARE - 2)) : ImmutableList.of();
    return new TrainingVideos(
        data.experts(),
        data.split(without(validation, rest)),
        validates ? Optional.of(data.split(validation)) : Optional.empty(),
        tested,
        data);
  }

  private static List<String> listed(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** Of every ten ids that at a place. */
  private static List<String> ofEveryTen(List<String> ids, int place) {
    return IntStream.range(0, ids.size())
        .filter(i -> i % SHARE == place)
        .mapToObj(ids::get)
        .toList();
  }

  private static List<String> without(List<String> some, List<String> ids) {
    Set<String> excluded = ImmutableSet.copyOf(some);
    return ids.stream().filter(id -> !excluded.contains(id)).toList();
  }

  /** Numbers of videos, and the experts. */
  ImmutableList<String> facts() {
    ImmutableList.Builder<String> facts = ImmutableList.builder();
    facts.add(train.size() + " videos to train on");
    validation.ifPresent(videos -> facts.add(videos.size() + " to validate on"));
    facts.add(test.size() + " to test on");
    facts.add("experts " + experts.stream().map(Expert::name).toList());
    return facts.build();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
