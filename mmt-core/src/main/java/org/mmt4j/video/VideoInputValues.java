package org.mmt4j.video;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import org.mmt4j.config.Aggregate;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.config.TemporalEncoding;
import org.mmt4j.config.VideoEncoder;
import org.mmt4j.data.Expert;
import org.mmt4j.graph.CompiledGraph;

/** The values of {@link VideoInputs} for one batch. */
final class VideoInputValues {

  private static final int NO_VIDEO = -1;

  private final VideoInputs inputs;
  private final ModelConfig config;
  private final VideoTokens.Shape shape;
  private final ImmutableList<ImmutableMap<String, ExpertTokens>> videos;
  private final int[] positions;
  private final int[] videoOfRow;
  private final boolean[] visible;

  VideoInputValues(VideoInputs inputs, ImmutableList<ImmutableMap<String, ExpertTokens>> videos) {
    this.inputs = inputs;
    this.config = inputs.config();
    this.shape = inputs.shape();
    this.videos = videos;
    positions = new int[shape.rows()];
    videoOfRow = new int[shape.rows()];
    visible = new boolean[shape.rows()];
    Arrays.fill(positions, ModelConfig.AGGREGATE_POSITION);
    Arrays.fill(videoOfRow, NO_VIDEO); // not a token
  }

  void fill(CompiledGraph graph) {
    List<Expert> experts = config.experts();
    for (int video = 0; video < videos.size(); video++) {
      place(video, video, true); // [CLS]
    }
    for (int e = 0; e < experts.size(); e++) {
      inputs.features(e).fill(graph, rows(experts.get(e), e));
      if (config.architecture().aggregate() == Aggregate.MAX_OF_PROJECTED
          && shape.features().get(e) > 0) {
        fillFeaturesOfVideos(graph, e);
      }
    }
    if (config.architecture().encoder() == VideoEncoder.MMT) {
      fillSequences(graph);
    }
    config.alignedExpert().ifPresent(expert -> inputs.aligned().fill(graph, aligned(expert)));
  }

  /** Returns the mean of the unit vectors of each video's features, 0 if it has none: (B, D). */
  private float[] aligned(String expert) {
    int dimension = config.alignedDimension();
    float[] rows = new float[videos.size() * dimension];
    for (int video = 0; video < videos.size(); video++) {
      ExpertTokens tokens = videos.get(video).get(expert);
      if (tokens != null) {
        copy(tokens.direction(), rows, video);
      }
    }
    return rows;
  }

  /** Fills in which features of an expert belong to which video. */
  private void fillFeaturesOfVideos(CompiledGraph graph, int expert) {
    int first = shape.featureRow(expert);
    int last = shape.featureRow(expert + 1);
    inputs
        .featuresOfVideos(expert)
        .fill(
            graph,
            Arrays.copyOfRange(videoOfRow, first, last),
            Arrays.copyOfRange(visible, first, last));
  }

  private void fillSequences(CompiledGraph graph) {
    if (config.architecture().temporal() != TemporalEncoding.NONE) {
      inputs.positions().fill(graph, positions);
    }
    if (shape.tokens() == shape.rows()) {
      inputs.sequences().fill(graph, videoOfRow, visible);
    } else {
      fillTokens(graph);
    }
  }

  /** Fills in which rows the encoder reads, and which of them belong to each video. */
  private void fillTokens(CompiledGraph graph) {
    int[] tokenOfRow = new int[shape.rows()];
    int[] videoOfToken = new int[shape.tokens()];
    boolean[] visibleTokens = new boolean[shape.tokens()];
    Arrays.fill(tokenOfRow, shape.tokens());
    Arrays.fill(videoOfToken, NO_VIDEO);
    int next = 0;
    for (int row = 0; row < tokenOfRow.length; row++) {
      if (videoOfRow[row] != NO_VIDEO) {
        videoOfToken[next] = videoOfRow[row];
        visibleTokens[next] = visible[row];
        tokenOfRow[row] = next++;
      }
    }
    inputs.tokenOfRow().fill(graph, tokenOfRow);
    inputs.sequences().fill(graph, videoOfToken, visibleTokens);
  }

  /**
   * Returns the aggregates, then the features of one expert, row by row; records their videos and
   * positions.
   */
  private float[] rows(Expert expert, int index) {
    float[] rows = new float[(videos.size() + shape.features().get(index)) * expert.dimension()];
    int next = 0;
    for (int video = 0; video < videos.size(); video++) {
      ExpertTokens tokens = videos.get(video).get(expert.name());
      place(shape.aggregateRow(index) + video, video, tokens != null);
      if (tokens == null) {
        continue;
      }
      copy(tokens.aggregate(), rows, video);
      for (int k = 0; k < tokens.count(); k++, next++) {
        copy(tokens.features()[k], rows, videos.size() + next);
        int row = shape.featureRow(index) + next;
        place(row, video, true);
        positions[row] = tokens.positions()[k];
      }
    }
    return rows;
  }

  private void place(int row, int video, boolean isVisible) {
    videoOfRow[row] = video;
    visible[row] = isVisible;
  }

  private static void copy(float[] feature, float[] rows, int row) {
    System.arraycopy(feature, 0, rows, row * feature.length, feature.length);
  }
}
