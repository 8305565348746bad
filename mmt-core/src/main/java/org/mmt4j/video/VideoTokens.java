package org.mmt4j.video;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mmt4j.config.Architecture;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.config.VideoInput;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.nn.Rounding;

/**
 * A batch of videos as input of the encoder, packed without padding. Rows: the [CLS] of every
 * video; for each expert the aggregate of every video; for each expert the features of all videos.
 *
 * <p>A missing expert has no features, and an aggregate that starts from zeros and is masked for
 * other tokens. The order of a video's features carries no information, because time and expert are
 * embedded.
 */
public final class VideoTokens {

  private static final int ROW_STEPS = 4;
  private static final int TOKEN_STEPS = 64;
  private static final int LEAST_TOKEN_STEP = 32;
  private static final int LENGTH_STEP = 16;

  /**
   * Sizes of a graph over videos.
   *
   * @param videos number of videos B
   * @param features number of rows for the features of each expert, in the order of the experts
   * @param tokens number of rows that the encoder reads, at most {@link #rows}; the other rows are
   *     not tokens of a video
   * @param length upper bound of the longest sequence, including [CLS] and aggregates
   */
  public record Shape(int videos, List<Integer> features, int tokens, int length) {

    /** Copies the numbers of features. */
    public Shape {
      features = List.copyOf(features);
    }

    /** Returns the number of all rows: [CLS], aggregates and features. */
    public int rows() {
      return featureRow(features.size());
    }

    /** Returns the number of tokens that every video has: [CLS] and aggregates. */
    public int commonTokens() {
      return 1 + features.size();
    }

    /** Returns the row of the first video's aggregate of the expert at that index. */
    public int aggregateRow(int expert) {
      return (1 + expert) * videos;
    }

    /** Returns the row of the first feature of the expert at that index. */
    public int featureRow(int expert) {
      return commonTokens() * videos
          + features.stream().limit(expert).mapToInt(Integer::intValue).sum();
    }
  }

  private final ModelConfig config;
  private final ImmutableList<ImmutableMap<String, ExpertTokens>> videos;

  /**
   * Creates a batch of videos; each maps expert names to tokens.
   *
   * @throws IllegalArgumentException if there are no videos, or a video has an unknown expert,
   *     features of a wrong dimension, or a position outside the embedding table
   */
  public VideoTokens(ModelConfig config, List<? extends Map<String, ExpertTokens>> videos) {
    if (videos.isEmpty()) {
      throw new IllegalArgumentException("videos: found none, expected at least one");
    }
    for (int i = 0; i < videos.size(); i++) {
      requireReadable(config, videos.get(i), i);
    }
    this.config = config;
    this.videos =
        videos.stream().map(ImmutableMap::copyOf).collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns the tokens of videos according to the configuration: for each expert the aggregate and
   * the sampled features with their positions.
   *
   * @throws IllegalArgumentException as the constructor
   */
  public static VideoTokens of(
      ModelConfig config, List<VideoFeatures> videos, FeatureSampling sampling) {
    for (VideoFeatures video : videos) {
      video
          .experts()
          .forEach(
              (name, features) ->
                  requireExpert(config, "video " + video.id(), name, features.dimension()));
    }
    return new VideoTokens(
        config, videos.stream().map(video -> tokens(config, video, sampling)).toList());
  }

  /**
   * Returns the shape of the graph for this batch. Sizes are rounded up so that few graphs serve
   * all batches, while the encoder reads few unused rows: rows of an expert to a multiple of a
   * quarter of their maximum, but to less than double; the rows that the encoder reads to a
   * multiple of a sixty-fourth of their maximum, or of 32; lengths to a multiple of 16.
   */
  public Shape shape() {
    ImmutableList<Integer> counts =
        config.experts().stream().map(this::featureCount).collect(ImmutableList.toImmutableList());
    ImmutableList<Integer> rows =
        counts.stream()
            .map(count -> Rounding.up(count, rowStep(count)))
            .collect(ImmutableList.toImmutableList());
    int count = sum(counts);
    int features = Math.min(Rounding.up(count, tokenStep()), sum(rows));
    int longest = videos.stream().mapToInt(this::length).max().orElseThrow();
    int length = Rounding.up(longest, LENGTH_STEP);
    boolean full = videos.stream().allMatch(video -> length(video) == length);
    int room = features > count && full ? 1 : 0; // padding rows need a slot
    int common = videos.size() * commonTokens();
    return new Shape(videos.size(), rows, common + features, length + room);
  }

  private static int sum(List<Integer> counts) {
    return counts.stream().mapToInt(Integer::intValue).sum();
  }

  private int rowStep(int count) {
    return (int) Math.max(1, Math.min(capacity() / ROW_STEPS, Integer.highestOneBit(count)));
  }

  private int tokenStep() {
    long step = capacity() * config.experts().size() / TOKEN_STEPS;
    return (int) Math.min(Math.max(LEAST_TOKEN_STEP, step), 1 << 30);
  }

  /** Returns the largest number of features of an expert in this batch. */
  private long capacity() {
    return (long) videos.size() * config.maxFeatures();
  }

  /** Fills the inputs that the video side of a network declares. */
  public void fill(CompiledGraph graph, Shape shape) {
    VideoInputs inputs = new VideoInputs(config, shape);
    new VideoInputValues(inputs, videos).fill(graph);
    if (config.architecture().readsPresence()) {
      inputs.presence().fill(graph, present());
    }
  }

  /** Returns (B, N) row by row. */
  private float[] present() {
    int experts = config.experts().size();
    float[] present = new float[videos.size() * experts];
    for (int i = 0; i < present.length; i++) {
      String expert = config.experts().get(i % experts).name();
      present[i] = videos.get(i / experts).containsKey(expert) ? 1 : 0;
    }
    return present;
  }

  private int featureCount(Expert expert) {
    int count = 0;
    for (ImmutableMap<String, ExpertTokens> video : videos) {
      ExpertTokens tokens = video.get(expert.name());
      count += tokens == null ? 0 : tokens.count();
    }
    return count;
  }

  private int length(ImmutableMap<String, ExpertTokens> video) {
    return commonTokens() + video.values().stream().mapToInt(ExpertTokens::count).sum();
  }

  private int commonTokens() {
    return 1 + config.experts().size();
  }

  private static ImmutableMap<String, ExpertTokens> tokens(
      ModelConfig config, VideoFeatures video, FeatureSampling sampling) {
    ImmutableMap.Builder<String, ExpertTokens> tokens = ImmutableMap.builder();
    for (Map.Entry<String, ExpertFeatures> entry : video.experts().entrySet()) {
      tokens.put(entry.getKey(), tokens(config, entry.getValue(), sampling));
    }
    return tokens.buildOrThrow();
  }

  static ExpertTokens tokens(
      ModelConfig config, ExpertFeatures features, FeatureSampling sampling) {
    Architecture architecture = config.architecture();
    int[] chosen =
        architecture.readsFeatures()
            ? sampling.choose(features.count(), config.maxFeatures())
            : new int[0];
    int[] timeOf = // index of the chosen feature whose time each one gets
        architecture.input() == VideoInput.SHUFFLED_FEATURES
            ? sampling.order(chosen.length)
            : IntStream.range(0, chosen.length).toArray();
    float[][] rows = new float[chosen.length][];
    int[] positions = new int[chosen.length];
    for (int k = 0; k < chosen.length; k++) {
      rows[k] = features.feature(chosen[k]);
      double seconds = features.time(chosen[timeOf[k]]);
      positions[k] = architecture.temporal().position(timeOf[k], seconds, config.positions());
    }
    return new ExpertTokens(architecture.aggregate().of(features), rows, positions);
  }

  private static void requireReadable(
      ModelConfig config, Map<String, ExpertTokens> video, int index) {
    for (Map.Entry<String, ExpertTokens> entry : video.entrySet()) {
      String name = "video " + index + " of the batch";
      requireExpert(config, name, entry.getKey(), entry.getValue().aggregate().length);
      for (int position : entry.getValue().positions()) {
        if (position < 0 || position >= config.positions()) {
          throw new IllegalArgumentException(
              name
                  + ", expert "
                  + entry.getKey()
                  + ": found position "
                  + position
                  + ", expected 0 to "
                  + (config.positions() - 1));
        }
      }
    }
  }

  private static void requireExpert(ModelConfig config, String video, String name, int dimension) {
    for (Expert expert : config.experts()) {
      if (expert.name().equals(name)) {
        if (expert.dimension() != dimension) {
          throw new IllegalArgumentException(
              video
                  + ", expert "
                  + name
                  + ": found dimension "
                  + dimension
                  + ", expected "
                  + expert.dimension());
        }
        return;
      }
    }
    throw new IllegalArgumentException(
        video
            + ": found features of expert "
            + name
            + ", expected one of "
            + config.experts().stream().map(Expert::name).toList());
  }
}
