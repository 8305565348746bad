package org.mmt4j.train.ablation;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.VideoIndex;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Parameters.Role;
import org.mmt4j.train.evaluation.RetrievalRanks;

/**
 * Size and speed of a model (paper, section A.1). Numbers of parameters are exact; they count
 * trained parameters and the unused parameters of the authors' checkpoints. Times are measured
 * once.
 *
 * @param projections number of parameters that project expert features
 * @param encoder number of parameters of the rest of the video side: transformer or collaborative
 *     gating
 * @param captions number of parameters of the caption side: caption encoder, gated embedding
 *     modules, mixture weights
 * @param videoSeconds seconds to embed the videos
 * @param captionSeconds seconds to embed the captions
 * @param rankingSeconds seconds to compute all similarities and to rank the videos for each caption
 */
public record ModelComplexity(
    long projections,
    long encoder,
    long captions,
    double videoSeconds,
    double captionSeconds,
    double rankingSeconds) {

  private static final ImmutableSet<Role> COUNTED = ImmutableSet.of(Role.TRAINED, Role.UNUSED);

  private static final ImmutableList<String> VIDEO_ENCODERS =
      ImmutableList.of(
          "vid_bert.", "moe_fc_vid.", "video_GU.", "g_reason_", "f_reason_", "batch_norm_");

  private static final String ROW = "%s  %11s  %11s  %11s  %11s  %8s  %8s  %8s\n";

  /** The paper's figures for seven experts on MSR-VTT, 1000 videos and captions, on a V100. */
  public static final ModelComplexity PAPER =
      new ModelComplexity(3_300_000, 17_100_000, 112_900_000, 1.1, 0.9, 0.05);

  /**
   * Counts the parameters and measures the times. Runs everything once before it measures, because
   * the first run compiles the graphs.
   *
   * @param videos videos whose captions are {@code captions}, one per video
   */
  public static ModelComplexity of(
      MmtModel model, List<VideoFeatures> videos, List<String> captions) {
    rank(model, model.embedVideos(videos), model.embedCaptions(captions));
    long start = System.nanoTime();
    List<VideoEmbedding> embeddedVideos = model.embedVideos(videos);
    long afterVideos = System.nanoTime();
    List<CaptionEmbedding> embeddedCaptions = model.embedCaptions(captions);
    long afterCaptions = System.nanoTime();
    rank(model, embeddedVideos, embeddedCaptions);
    long end = System.nanoTime();
    Parameters parameters = model.parameters();
    long projections = count(parameters, ModelComplexity::isProjection);
    long encoder = count(parameters, ModelComplexity::isVideoEncoder);
    return new ModelComplexity(
        projections,
        encoder,
        parameters.count() - projections - encoder,
        seconds(start, afterVideos),
        seconds(afterVideos, afterCaptions),
        seconds(afterCaptions, end));
  }

  /** Returns the number of all parameters. */
  public long total() {
    return projections + encoder + captions;
  }

  private static void rank(
      MmtModel model, List<VideoEmbedding> videos, List<CaptionEmbedding> captions) {
    try (VideoIndex index = VideoIndex.ofEmbeddings(model, videos)) {
      RetrievalRanks.of(index.similarities(captions).toArray());
    }
  }

  private static long count(Parameters parameters, Predicate<String> names) {
    return parameters.names().stream()
        .filter(names)
        .filter(name -> COUNTED.contains(parameters.role(name)))
        .mapToLong(name -> parameters.get(name).length())
        .sum();
  }

  private static boolean isProjection(String name) {
    return name.startsWith("video_dim_reduce.");
  }

  private static boolean isVideoEncoder(String name) {
    return VIDEO_ENCODERS.stream().anyMatch(name::startsWith);
  }

  private static double seconds(long start, long end) {
    return (end - start) * 1e-9;
  }

  /** Returns a text table with one row per model. Lines end in line feeds. */
  public static String format(Map<String, ModelComplexity> rows) {
    int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder("Parameters, and seconds to embed and to rank\n");
    text.append(
        ROW.formatted(
            " ".repeat(width),
            "all",
            "captions",
            "projections",
            "encoder",
            "videos",
            "captions",
            "ranking"));
    rows.forEach(
        (name, row) ->
            text.append(
                ROW.formatted(
                    Strings.padEnd(name, width, ' '),
                    row.total(),
                    row.captions,
                    row.projections,
                    row.encoder,
                    shown(row.videoSeconds),
                    shown(row.captionSeconds),
                    shown(row.rankingSeconds))));
    return text.toString();
  }

  private static String shown(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }
}
