package org.mmt4j.features;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.CaptionedVideos;
import org.mmt4j.random.NumpyRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Videos of a data set in a fixed order. Each is read from the source of the features on request. A
 * video whose list names it several times occurs several times, as in the reference, and is drawn
 * more often in training. Immutable and thread-safe.
 */
public final class VideoSplit implements CaptionedVideos {

  private static final Logger log = LoggerFactory.getLogger(VideoSplit.class);

  private final ImmutableList<String> ids;
  private final ImmutableMap<String, Integer> positions;
  private final VideoReader videos;
  private final Sampling sampling;
  private final ImmutableMap<String, String> skipped;

  VideoSplit(List<String> ids, VideoReader videos, Sampling sampling) {
    this(ids, videos, sampling, ImmutableMap.of());
  }

  private VideoSplit(
      List<String> ids,
      VideoReader videos,
      Sampling sampling,
      ImmutableMap<String, String> skipped) {
    this.ids = ImmutableList.copyOf(ids);
    this.videos = videos;
    this.sampling = sampling;
    this.skipped = skipped;
    Map<String, Integer> first = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      first.putIfAbsent(ids.get(i), i);
    }
    this.positions = ImmutableMap.copyOf(first);
  }

  /**
   * Returns the same videos without some.
   *
   * @param unusable why a video is skipped, by its id
   */
  VideoSplit skipping(Map<String, String> unusable) {
    ImmutableMap.Builder<String, String> all = ImmutableMap.builder();
    all.putAll(skipped);
    for (String id : positions.keySet()) {
      String reason = unusable.get(id);
      if (reason != null) {
        all.put(id, reason);
      }
    }
    return new VideoSplit(
        ids.stream().filter(id -> !unusable.containsKey(id)).toList(),
        videos,
        sampling,
        all.buildOrThrow());
  }

  /** Reads all videos; returns why those that are unusable are, by their ids. */
  ImmutableMap<String, String> unusable() {
    ImmutableMap.Builder<String, String> unusable = ImmutableMap.builder();
    for (String id : positions.keySet()) {
      try {
        readChecked(id);
      } catch (IOException e) {
        unusable.put(id, String.valueOf(e.getMessage()));
      }
    }
    return unusable.buildOrThrow();
  }

  /**
   * Returns why videos of the list are skipped, by their ids, in the order of the list. Empty
   * unless the data set skips missing videos.
   */
  public Map<String, String> skipped() {
    return skipped;
  }

  /** Returns the ids of the videos in order. */
  public List<String> ids() {
    return ids;
  }

  @Override
  public int size() {
    return ids.size();
  }

  @Override
  public String id(int index) {
    return ids.get(index);
  }

  /**
   * Reads a video as {@link #sample(String, RandomGenerator)} does, without padding sentences.
   *
   * @throws FeatureFileException as {@link #sample(String)}
   */
  @Override
  public CaptionedVideo draw(int index, RandomGenerator random) throws IOException {
    return withoutPadding(sample(id(index), () -> random));
  }

  @Override
  public CaptionedVideo load(int index) throws IOException {
    return withoutPadding(sample(id(index), () -> new NumpyRandom(index)));
  }

  /**
   * Reads the features and captions of one video, sampled as in evaluation, without padding
   * sentences.
   *
   * @param id one of {@link #ids}
   * @throws FeatureFileException as {@link #sample(String)}
   * @throws IllegalArgumentException if the video is not in this split
   */
  public CaptionedVideo load(String id) throws IOException {
    return withoutPadding(sample(id));
  }

  private static CaptionedVideo withoutPadding(SampledVideo sampled) {
    return new CaptionedVideo(
        sampled.video(), sampled.captions().subList(0, sampled.realCaptions()));
  }

  /**
   * Reads all videos, in order.
   *
   * @throws FeatureFileException for the first video that is unusable
   */
  public List<CaptionedVideo> loadAll() throws IOException {
    ImmutableList.Builder<CaptionedVideo> samples = ImmutableList.builderWithExpectedSize(size());
    for (int i = 0; i < size(); i++) {
      samples.add(load(i));
    }
    return samples.build();
  }

  /**
   * Reads a video as the reference loader does in evaluation. All random choices come from NumPy's
   * generator, seeded with the first position of the video in the list, and are the same in every
   * call.
   *
   * @param id one of {@link #ids}
   * @throws FeatureFileException if features are unusable (see {@link FeatureSource#read}), the
   *     video has no captions, or a caption has no words
   * @throws IllegalArgumentException if the video is not in this split
   */
  public SampledVideo sample(String id) throws IOException {
    int position = position(id);
    return sample(id, () -> new NumpyRandom(position));
  }

  /**
   * Reads a video as the reference loader does in training.
   *
   * @param id one of {@link #ids}
   * @param random generator for this video. With a separate seed for each video of each step, the
   *     sample does not depend on the thread that reads it
   * @throws FeatureFileException as {@link #sample(String)}
   * @throws IllegalArgumentException if the video is not in this split
   */
  public SampledVideo sample(String id, RandomGenerator random) throws IOException {
    position(id);
    return sample(id, () -> random);
  }

  /**
   * Reads all videos and reports what they contain and which are unusable. Problems of files do not
   * throw.
   */
  public DataReport validate() {
    return validate(/* skips= */ false);
  }

  /** As {@link #validate()}; if {@code skips}, unusable videos are skipped and no problem. */
  DataReport validate(boolean skips) {
    Stopwatch watch = Stopwatch.createStarted();
    DataReport.Builder report = new DataReport.Builder();
    for (String id : positions.keySet()) {
      try {
        report.add(readChecked(id));
        Path file = videos.file(id);
        videos.source().notes(id).forEach(note -> report.problem(file + ": " + note));
      } catch (IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (skips) {
          report.skipped(reason);
        } else {
          report.problem(reason);
        }
      }
    }
    DataReport built = report.build();
    log.info(
        "read {} videos, of which {} are usable, in {} ms",
        positions.size(),
        built.videos(),
        watch.elapsed().toMillis());
    return built;
  }

  private SampledVideo sample(String id, Supplier<RandomGenerator> random) throws IOException {
    StoredVideo video = readChecked(id);
    try {
      return sampling.sample(
          video.features(), ImmutableList.copyOf(video.captions().values()), random);
    } catch (IllegalArgumentException e) {
      throw new FeatureFileException(videos.file(id), String.valueOf(e.getMessage()), e);
    }
  }

  /** Reads a video and requires captions, each with at least one word. */
  private StoredVideo readChecked(String id) throws IOException {
    StoredVideo video = videos.read(id);
    Path file = videos.file(id);
    if (video.captions().isEmpty()) {
      throw new FeatureFileException(
          file, "found no captions of " + id + ", expected at least one");
    }
    for (Map.Entry<Integer, Caption> caption : video.captions().entrySet()) {
      requireWords(file, caption.getKey(), caption.getValue());
    }
    return video;
  }

  private static void requireWords(Path file, int number, Caption caption)
      throws FeatureFileException {
    try {
      CaptionRule.requireWords(caption);
    } catch (IllegalArgumentException e) {
      throw new FeatureFileException(file, "raw_captions." + number + ": " + e.getMessage(), e);
    }
  }

  private int position(String id) {
    Integer position = positions.get(id);
    if (position == null) {
      throw new IllegalArgumentException(
          "video: found \"" + id + "\", expected one of the " + size() + " videos of this split");
    }
    return position;
  }
}
