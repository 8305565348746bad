package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.mmt4j.data.VideoFeatures;

/**
 * What a model is shown of a video: which captions, as which sentences, and of which part of the
 * video the features, told at which times. The steps are those of the authors' loader, in its
 * order: captions picked, words that start at 500 s or later dropped, consecutive words drawn, stop
 * words dropped, words truncated to a number; features inside the clip kept.
 *
 * @param rule how words become sentences
 * @param picking which captions
 * @param captions sentences of each video, filled up with "0." where it has too few; or {@link
 *     #ALL_CAPTIONS}
 * @param clip part of the video
 * @param temporalWindow seconds that share a temporal embedding ({@code temporal_encoding_window}):
 *     the encoder is told times divided by it
 */
public record Sampling(
    CaptionRule rule,
    CaptionPicking picking,
    int captions,
    ClipWindow clip,
    double temporalWindow) {

  /** As many sentences as a video has captions. */
  public static final int ALL_CAPTIONS = 0;

  /** All captions by themselves, truncated to 30 words; the whole video; one embedding a second. */
  public static final Sampling PAPER =
      new Sampling(CaptionRule.PAPER, CaptionPicking.EACH, ALL_CAPTIONS, ClipWindow.WHOLE, 1);

  private static final Caption FILLER = Caption.of("0");

  public Sampling {
    if (captions < 0) {
      throw new IllegalArgumentException(
          "captions of a video: found " + captions + ", expected at least 1, or 0 for all");
    }
    if (!(temporalWindow > 0) || Double.isInfinite(temporalWindow)) {
      throw new IllegalArgumentException(
          "seconds that share an embedding: found "
              + temporalWindow
              + ", expected a positive number");
    }
  }

  /** The same with another rule for sentences. */
  public Sampling withRule(CaptionRule other) {
    return new Sampling(other, picking, captions, clip, temporalWindow);
  }

  /** The same with other captions picked. */
  public Sampling withPicking(CaptionPicking other) {
    return new Sampling(rule, other, captions, clip, temporalWindow);
  }

  /** The same with another number of sentences a video, or {@link #ALL_CAPTIONS}. */
  public Sampling withCaptions(int other) {
    return new Sampling(rule, picking, other, clip, temporalWindow);
  }

  /** The same with another part of the video. */
  public Sampling withClip(ClipWindow other) {
    return new Sampling(rule, picking, captions, other, temporalWindow);
  }

  /** The same with another number of seconds that share an embedding. */
  public Sampling withTemporalWindow(double seconds) {
    return new Sampling(rule, picking, captions, clip, seconds);
  }

  /**
   * One line of a batch.
   *
   * @param video as its file has it
   * @param stored its captions, at least one
   * @param random a generator for picking, and one for each sentence; a new one or the same
   * @throws IllegalArgumentException if a sentence has no words, or times of a clip are out of
   *     order
   */
  SampledVideo sample(VideoFeatures video, List<Caption> stored, Supplier<RandomGenerator> random) {
    int wanted = captions == ALL_CAPTIONS ? stored.size() : captions;
    int real = Math.min(wanted, stored.size());
    List<Caption> picked = picking.pick(stored, real, random.get());
    ImmutableList.Builder<String> sentences = ImmutableList.builder();
    ClipSpan span = ClipSpan.ALL;
    for (int i = 0; i < wanted; i++) {
      Caption caption = i < real ? picked.get(i).before(CaptionRule.LATEST_START) : FILLER;
      ClipWindow.Drawn drawn = clip.draw(caption, random.get());
      sentences.add(rule.sentence(drawn.words()));
      span = ClipSpan.around(rule.middle(drawn.words()), drawn.seconds());
    }
    return new SampledVideo(span.of(video, temporalWindow), sentences.build(), real);
  }
}
