package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.mmt4j.data.VideoFeatures;

/**
 * A selection of what a model receives from a video: captions, their sentences, and the features of
 * a part of the video with their times. The steps and their order are those of the reference
 * loader: select captions, drop words that start at 500 s or later, draw consecutive words, drop
 * stop words, truncate to a number of words; keep the features inside the clip.
 *
 * <pre>{@code
 * Sampling sampling = Sampling.PAPER.withCaptions(1).withRule(CaptionRule.ofWords(20));
 * }</pre>
 *
 * <p>Immutable. Two are equal if all their values are.
 */
public final class Sampling {

  /** One sentence per caption of the video. */
  public static final int ALL_CAPTIONS = 0;

  /**
   * Each caption is one sentence of at most 30 words; the whole video; one temporal embedding per
   * second.
   */
  public static final Sampling PAPER =
      new Sampling(
          new Values(
              CaptionRule.PAPER,
              CaptionSelection.INDIVIDUAL,
              ALL_CAPTIONS,
              ClipWindow.WHOLE,
              /* temporalWindow= */ 1));

  private static final Caption FILLER = Caption.of("0");

  private record Values(
      CaptionRule rule,
      CaptionSelection captionSelection,
      int captions,
      ClipWindow clip,
      double temporalWindow) {}

  private final Values values;

  private Sampling(Values values) {
    this.values = values;
  }

  /** Returns the conversion of words to sentences. */
  public CaptionRule rule() {
    return values.rule;
  }

  /** Returns the selection of captions. */
  public CaptionSelection captionSelection() {
    return values.captionSelection;
  }

  /**
   * Returns the number of sentences per video, padded with "0." if the video has fewer captions; or
   * {@link #ALL_CAPTIONS}.
   */
  public int captions() {
    return values.captions;
  }

  /** Returns the part of the video. */
  public ClipWindow clip() {
    return values.clip;
  }

  /**
   * Returns the number of seconds that share a temporal embedding ({@code
   * temporal_encoding_window}). The encoder receives times divided by it.
   */
  public double temporalWindow() {
    return values.temporalWindow;
  }

  /** Returns the same sampling with a different caption rule. */
  public Sampling withRule(CaptionRule rule) {
    return new Sampling(new Values(rule, captionSelection(), captions(), clip(), temporalWindow()));
  }

  /** Returns the same sampling with a different selection of captions. */
  public Sampling withCaptionSelection(CaptionSelection selection) {
    return new Sampling(new Values(rule(), selection, captions(), clip(), temporalWindow()));
  }

  /**
   * Returns the same sampling with a different number of sentences per video.
   *
   * @param captions at least 1, or {@link #ALL_CAPTIONS}
   * @throws IllegalArgumentException if {@code captions} is negative
   */
  public Sampling withCaptions(int captions) {
    if (captions < 0) {
      throw new IllegalArgumentException(
          "captions per video: found " + captions + ", expected at least 1, or 0 for all");
    }
    return new Sampling(new Values(rule(), captionSelection(), captions, clip(), temporalWindow()));
  }

  /** Returns the same sampling with a different part of the video. */
  public Sampling withClip(ClipWindow clip) {
    return new Sampling(new Values(rule(), captionSelection(), captions(), clip, temporalWindow()));
  }

  /**
   * Returns the same sampling with a different number of seconds that share a temporal embedding.
   *
   * @throws IllegalArgumentException if {@code seconds} is not a positive number
   */
  public Sampling withTemporalWindow(double seconds) {
    if (!(seconds > 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException(
          "seconds that share a temporal embedding: found "
              + seconds
              + ", expected a positive number");
    }
    return new Sampling(new Values(rule(), captionSelection(), captions(), clip(), seconds));
  }

  /**
   * Returns one row of a batch.
   *
   * @param video features as in the file
   * @param stored captions of the video, at least one
   * @param random supplies a generator for the selection of captions, and one for each sentence; it
   *     may supply the same one or new ones
   * @throws IllegalArgumentException if a sentence has no words, or times of a clip are out of
   *     order
   */
  SampledVideo sample(VideoFeatures video, List<Caption> stored, Supplier<RandomGenerator> random) {
    int wanted = captions() == ALL_CAPTIONS ? stored.size() : captions();
    int real = Math.min(wanted, stored.size());
    List<Caption> selected = captionSelection().select(stored, real, random.get());
    ImmutableList.Builder<String> sentences = ImmutableList.builder();
    ClipSpan span = ClipSpan.ALL;
    for (int i = 0; i < wanted; i++) {
      Caption caption = i < real ? selected.get(i).before(CaptionRule.LATEST_START) : FILLER;
      ClipWindow.DrawnClip drawn = clip().draw(caption, random.get());
      sentences.add(rule().sentence(drawn.words()));
      span = ClipSpan.around(rule().middle(drawn.words()), drawn.seconds());
    }
    return new SampledVideo(span.select(video, temporalWindow()), sentences.build(), real);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Sampling sampling && values.equals(sampling.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString().replaceFirst("Values", "Sampling");
  }
}
