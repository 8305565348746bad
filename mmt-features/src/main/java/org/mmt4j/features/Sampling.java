package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.mmt4j.data.VideoFeatures;

/**
 * A selection of what a model receives from a video: captions, their sentences, and the features of
 * a part of the video with their times. The steps and their order are those of the reference
 * loader: pick captions, drop words that start at 500 s or later, draw consecutive words, drop stop
 * words, truncate to a number of words; keep the features inside the clip.
 *
 * @param rule conversion of words to sentences
 * @param picking selection of captions
 * @param captions number of sentences per video, padded with "0." if the video has fewer captions;
 *     or {@link #ALL_CAPTIONS}
 * @param clip part of the video
 * @param temporalWindow number of seconds that share a temporal embedding ({@code
 *     temporal_encoding_window}); the encoder receives times divided by it
 */
public record Sampling(
    CaptionRule rule,
    CaptionPicking picking,
    int captions,
    ClipWindow clip,
    double temporalWindow) {

  /** One sentence per caption of the video. */
  public static final int ALL_CAPTIONS = 0;

  /**
   * Each caption is one sentence of at most 30 words; the whole video; one temporal embedding per
   * second.
   */
  public static final Sampling PAPER =
      new Sampling(CaptionRule.PAPER, CaptionPicking.EACH, ALL_CAPTIONS, ClipWindow.WHOLE, 1);

  private static final Caption FILLER = Caption.of("0");

  public Sampling {
    if (captions < 0) {
      throw new IllegalArgumentException(
          "captions per video: found " + captions + ", expected at least 1, or 0 for all");
    }
    if (!(temporalWindow > 0) || Double.isInfinite(temporalWindow)) {
      throw new IllegalArgumentException(
          "seconds that share a temporal embedding: found "
              + temporalWindow
              + ", expected a positive number");
    }
  }

  /** Returns the same sampling with a different caption rule. */
  public Sampling withRule(CaptionRule newRule) {
    return new Sampling(newRule, picking, captions, clip, temporalWindow);
  }

  /** Returns the same sampling with a different selection of captions. */
  public Sampling withPicking(CaptionPicking newPicking) {
    return new Sampling(rule, newPicking, captions, clip, temporalWindow);
  }

  /**
   * Returns the same sampling with a different number of sentences per video, or {@link
   * #ALL_CAPTIONS}.
   */
  public Sampling withCaptions(int newCaptions) {
    return new Sampling(rule, picking, newCaptions, clip, temporalWindow);
  }

  /** Returns the same sampling with a different part of the video. */
  public Sampling withClip(ClipWindow newClip) {
    return new Sampling(rule, picking, captions, newClip, temporalWindow);
  }

  /**
   * Returns the same sampling with a different number of seconds that share a temporal embedding.
   */
  public Sampling withTemporalWindow(double seconds) {
    return new Sampling(rule, picking, captions, clip, seconds);
  }

  /**
   * Returns one row of a batch.
   *
   * @param video features as in the file
   * @param stored captions of the video, at least one
   * @param random supplies a generator for the picking, and one for each sentence; it may supply
   *     the same one or new ones
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
      ClipWindow.DrawnClip drawn = clip.draw(caption, random.get());
      sentences.add(rule.sentence(drawn.words()));
      span = ClipSpan.around(rule.middle(drawn.words()), drawn.seconds());
    }
    return new SampledVideo(span.select(video, temporalWindow), sentences.build(), real);
  }
}
