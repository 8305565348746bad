package org.mmt4j.video;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.mmt4j.Expert;
import org.mmt4j.ExpertFeatures;
import org.mmt4j.MmtConfig;
import org.mmt4j.VideoFeatures;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Rounding;
import org.mmt4j.nn.PackedSequences;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A batch of videos as the encoder reads it, packed without padding. Rows: the [CLS] of every
 * video; then for each expert the aggregate of every video, followed by the features of all videos.
 *
 * <p>An expert that a video lacks has an aggregate that starts from zeros and that other tokens do
 * not see, and no features. Order among the features of a video carries no information: time and
 * expert are embedded.
 */
public final class VideoTokens {

  static final String POSITIONS = "video.positions";
  static final String PREFIX = "video";
  private static final int ROW_STEPS = 8;
  private static final int LENGTH_STEP = 16;

  /** Chooses at most k of n features: ascending positions. */
  @FunctionalInterface
  public interface Choice {
    /** Positions of the chosen features. */
    int[] choose(int n, int k);
  }

  /**
   * Sizes of a graph over videos.
   *
   * @param videos number of videos B
   * @param features rows for the features of each expert, in the order of the experts
   * @param length of the longest sequence or more, [CLS] and aggregates included
   */
  public record Shape(int videos, ImmutableList<Integer> features, int length) {

    /** All rows: [CLS], aggregates and features. */
    public int rows() {
      return firstRow(features.size());
    }

    /** Row of the first video's aggregate of the expert at that index. */
    public int firstRow(int expert) {
      int rows = videos;
      for (int e = 0; e < expert; e++) {
        rows += videos + features.get(e);
      }
      return rows;
    }
  }

  private final MmtConfig config;
  private final ImmutableList<ImmutableMap<String, ExpertTokens>> videos;

  /**
   * A batch of videos by the name of the expert.
   *
   * @throws IllegalArgumentException if there is no video, or it has an expert that the model does
   *     not know, or features of another dimension
   */
  public VideoTokens(MmtConfig config, List<ImmutableMap<String, ExpertTokens>> videos) {
    if (videos.isEmpty()) {
      throw new IllegalArgumentException("videos: found none, expected at least one");
    }
    this.config = config;
    this.videos = ImmutableList.copyOf(videos);
  }

  /**
   * The tokens of videos: of each expert the chosen features, their positions by the second at
   * which they were seen, and the maximum over all.
   *
   * @throws IllegalArgumentException as the constructor
   */
  public static VideoTokens of(MmtConfig config, List<VideoFeatures> videos, Choice choice) {
    videos.forEach(video -> requireKnown(config, video));
    return new VideoTokens(
        config, videos.stream().map(video -> tokens(config, video, choice)).toList());
  }

  /**
   * The shape of the graph for this batch. Rows of an expert are rounded up in steps of an eighth
   * of the most there can be, lengths in steps of 16, so that few graphs serve all batches.
   */
  public Shape shape() {
    int capacity = videos.size() * config.maxFeatures();
    ImmutableList.Builder<Integer> features = ImmutableList.builder();
    boolean rounded = false;
    for (Expert expert : config.experts()) {
      int count = featureCount(expert);
      int rows = Rounding.up(count, Math.max(1, capacity / ROW_STEPS));
      features.add(rows);
      rounded |= rows > count;
    }
    int longest = videos.stream().mapToInt(this::length).max().orElseThrow();
    int length = Rounding.up(longest, LENGTH_STEP);
    boolean full = videos.stream().allMatch(video -> length(video) == length);
    int room = rounded && full ? 1 : 0; // rows that are no token need a slot
    return new Shape(videos.size(), features.build(), length + room);
  }

  /** Fills the inputs that {@link MultiModalTransformer} declares. */
  public void fill(CompiledGraph graph, Shape shape) {
    int[] positions = new int[shape.rows()];
    int[] videoOfRow = new int[shape.rows()];
    boolean[] visible = new boolean[shape.rows()];
    Arrays.fill(videoOfRow, -1);
    Arrays.fill(positions, MmtConfig.AGGREGATE_POSITION);
    for (int b = 0; b < videos.size(); b++) {
      videoOfRow[b] = b; // [CLS]
      visible[b] = true;
    }
    for (int e = 0; e < config.experts().size(); e++) {
      Expert expert = config.experts().get(e);
      float[] values = new float[(shape.videos() + shape.features().get(e)) * expert.dimension()];
      int next = shape.videos();
      for (int b = 0; b < videos.size(); b++) {
        int first = shape.firstRow(e);
        videoOfRow[first + b] = b;
        ExpertTokens tokens = videos.get(b).get(expert.name());
        if (tokens == null) {
          continue;
        }
        visible[first + b] = true;
        copy(tokens.aggregate(), values, b);
        for (int k = 0; k < tokens.features().length; k++, next++) {
          copy(tokens.features()[k], values, next);
          positions[first + next] = tokens.positions()[k];
          videoOfRow[first + next] = b;
          visible[first + next] = true;
        }
      }
      var input = graph.input(featuresInput(expert));
      input.assign(Nd4j.createFromArray(values).reshape(input.shape()));
    }
    graph.input(POSITIONS).assign(Nd4j.createFromArray(positions));
    PackedSequences.Layout.of(videoOfRow, visible, shape.videos(), shape.length())
        .fill(graph, PREFIX);
  }

  /** Name of the input (B + features, dimension): aggregates, then features. */
  static String featuresInput(Expert expert) {
    return "video.features." + expert.name();
  }

  private static void copy(float[] feature, float[] rows, int row) {
    System.arraycopy(feature, 0, rows, row * feature.length, feature.length);
  }

  private int featureCount(Expert expert) {
    return videos.stream()
        .mapToInt(video -> video.containsKey(expert.name()) ? count(video, expert.name()) : 0)
        .sum();
  }

  private static int count(ImmutableMap<String, ExpertTokens> video, String expert) {
    ExpertTokens tokens = video.get(expert);
    return tokens == null ? 0 : tokens.positions().length;
  }

  private int length(ImmutableMap<String, ExpertTokens> video) {
    return 1
        + config.experts().size()
        + video.values().stream().mapToInt(tokens -> tokens.positions().length).sum();
  }

  private static ImmutableMap<String, ExpertTokens> tokens(
      MmtConfig config, VideoFeatures video, Choice choice) {
    ImmutableMap.Builder<String, ExpertTokens> tokens = ImmutableMap.builder();
    for (Map.Entry<String, ExpertFeatures> entry : video.experts().entrySet()) {
      tokens.put(entry.getKey(), tokens(config, entry.getValue(), choice));
    }
    return tokens.buildOrThrow();
  }

  private static ExpertTokens tokens(MmtConfig config, ExpertFeatures features, Choice choice) {
    int[] chosen = choice.choose(features.count(), config.maxFeatures());
    float[][] rows = new float[chosen.length][];
    int[] positions = new int[chosen.length];
    for (int k = 0; k < chosen.length; k++) {
      rows[k] = features.feature(chosen[k]);
      positions[k] = config.position(features.time(chosen[k]));
    }
    return new ExpertTokens(features.max(), rows, positions);
  }

  private static void requireKnown(MmtConfig config, VideoFeatures video) {
    for (Map.Entry<String, ExpertFeatures> entry : video.experts().entrySet()) {
      int expected =
          config.experts().stream()
              .filter(expert -> expert.name().equals(entry.getKey()))
              .mapToInt(Expert::dimension)
              .findFirst()
              .orElseThrow(() -> unknown(config, video, entry.getKey()));
      if (entry.getValue().dimension() != expected) {
        throw new IllegalArgumentException(
            "video "
                + video.id()
                + ", expert "
                + entry.getKey()
                + ": found dimension "
                + entry.getValue().dimension()
                + ", expected "
                + expected);
      }
    }
  }

  private static IllegalArgumentException unknown(
      MmtConfig config, VideoFeatures video, String expert) {
    return new IllegalArgumentException(
        "video "
            + video.id()
            + ": found features of expert "
            + expert
            + ", expected one of "
            + config.experts().stream().map(Expert::name).toList());
  }
}
