package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.video.FeatureSampling;
import org.mmt4j.video.VideoTokens;

/**
 * Reads the videos of a batch and samples their captions and features. The content of a batch
 * depends only on its number, its draws and the seed, so any thread may read it.
 */
final class BatchReader {

  private final ImmutableList<TrainingSource> sources;
  private final ModelConfig config;
  private final Function<List<String>, CaptionBatch> captions;
  private final int captionsPerVideo;
  private final long seed;

  /**
   * Creates a reader of {@code captionsPerVideo} captions per video; they are unique if the video
   * has enough.
   */
  BatchReader(
      List<TrainingSource> sources,
      ModelConfig config,
      Function<List<String>, CaptionBatch> captions,
      TrainingConfig training) {
    this.sources = ImmutableList.copyOf(sources);
    this.config = config;
    this.captions = captions;
    this.captionsPerVideo = training.captionsPerVideo();
    this.seed = training.seed();
  }

  /**
   * Reads a batch.
   *
   * @throws UncheckedIOException if a video cannot be read
   * @throws IllegalArgumentException if the model cannot read a video
   */
  Batch read(int number, List<Draw> draws) {
    SplittableRandom parts = Seeds.of(seed, Seeds.Use.PARTS, number);
    SplittableRandom choices = Seeds.of(seed, Seeds.Use.CAPTIONS, number);
    List<VideoFeatures> videos = new ArrayList<>(draws.size());
    List<String> texts = new ArrayList<>(draws.size() * captionsPerVideo);
    for (Draw draw : draws) {
      CaptionedVideo video = read(draw, parts);
      videos.add(video.video());
      texts.addAll(captions(video, draw, choices));
    }
    SplittableRandom features = Seeds.of(seed, Seeds.Use.FEATURES, number);
    return new Batch(
        number,
        videos.stream().map(VideoFeatures::id).collect(ImmutableList.toImmutableList()),
        VideoTokens.of(config, videos, FeatureSampling.random(features)),
        captions.apply(texts));
  }

  private CaptionedVideo read(Draw draw, SplittableRandom random) {
    try {
      return sources.get(draw.source()).videos().draw(draw.index(), random);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> captions(CaptionedVideo video, Draw draw, SplittableRandom random) {
    return draw.captions().isEmpty()
        ? choose(video.captions(), random)
        : draw.captions().stream().map(number -> caption(video, number)).toList();
  }

  private static String caption(CaptionedVideo video, int number) {
    if (number < 0 || number >= video.captions().size()) {
      throw new IllegalArgumentException(
          "caption of video %s: found index %d in the batch plan, expected 0 to %d"
              .formatted(video.video().id(), number, video.captions().size() - 1));
    }
    return video.captions().get(number);
  }

  private List<String> choose(List<String> all, SplittableRandom random) {
    List<String> left = new ArrayList<>();
    List<String> chosen = new ArrayList<>(captionsPerVideo);
    while (chosen.size() < captionsPerVideo) {
      if (left.isEmpty()) {
        left.addAll(all);
      }
      chosen.add(left.remove(random.nextInt(left.size())));
    }
    return chosen;
  }
}
