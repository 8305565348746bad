package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;

class SamplingTest {

  private static final List<Caption> THREE =
      List.of(Caption.of("one", "a"), Caption.of("two", "b"), Caption.of("three", "c"));

  @Test
  void keepsAllCaptionsByDefault() {
    SampledVideo sample = sample(Sampling.PAPER, THREE, 0);
    assertEquals(List.of("One a.", "Two b.", "Three c."), sample.captions());
    assertArrayEquals(new boolean[] {true, true, true}, sample.queryMask());
    assertEquals(List.of("One a."), sample(Sampling.PAPER.withCaptions(1), THREE, 0).captions());
  }

  @Test
  void missingCaptionsAreZerosAndMasked() {
    SampledVideo sample = sample(Sampling.PAPER.withCaptions(5), THREE, 0);
    assertEquals(List.of("One a.", "Two b.", "Three c.", "0.", "0."), sample.captions());
    assertArrayEquals(new boolean[] {true, true, true, false, false}, sample.queryMask());
  }

  /** As in the reference, the paragraph is repeated once per caption of the video. */
  @Test
  void concatenatesCaptionsBeforeItTruncates() {
    Sampling paragraphs = Sampling.PAPER.withCaptionSelection(CaptionSelection.CONCATENATED);
    assertEquals(
        List.of("One a two b three c.", "One a two b three c.", "One a two b three c.", "0."),
        sample(paragraphs.withCaptions(4), THREE, 0).captions());
    assertEquals(
        List.of("One a two."),
        sample(paragraphs.withCaptions(1).withRule(CaptionRule.ofWords(3)), THREE, 0).captions());
  }

  @Test
  void shufflesToEveryOrderReproducibly() {
    Sampling shuffled =
        Sampling.PAPER.withCaptionSelection(CaptionSelection.SHUFFLED).withCaptions(1);
    Set<String> drawn = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      List<String> sentences = sample(shuffled, THREE, seed).captions();
      assertEquals(sentences, sample(shuffled, THREE, seed).captions());
      drawn.addAll(sentences);
    }
    assertEquals(6, drawn.size());
  }

  @Test
  void shufk1DrawsOneRandomCaption() {
    Sampling one =
        Sampling.PAPER.withCaptionSelection(CaptionSelection.named("shufk1")).withCaptions(1);
    Set<String> drawn = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      drawn.addAll(sample(one, THREE, seed).captions());
    }
    assertEquals(Set.of("One a.", "Two b.", "Three c."), drawn);
  }

  @Test
  void selectionsHaveTheNamesOfTheReference() {
    assertEquals(CaptionSelection.INDIVIDUAL, CaptionSelection.named("indiv"));
    assertEquals(CaptionSelection.CONCATENATED, CaptionSelection.named("cat"));
    assertEquals(CaptionSelection.SHUFFLED, CaptionSelection.named("shuf"));
    assertEquals(CaptionSelection.shuffled(12), CaptionSelection.named("shufk12"));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> CaptionSelection.named("shufk"));
    assertEquals(
        "caption selection: found \"shufk\", expected indiv, cat, shuf or shufkN", e.getMessage());
  }

  @Property(tries = 300)
  void clipHasConsecutiveWordsAndOnlyItsFeatures(
      @ForAll @IntRange(min = 0, max = 10000) int seed,
      @ForAll @IntRange(min = 1, max = 9) int words,
      @ForAll @IntRange(min = 1, max = 20) int seconds) {
    Sampling sampling = Sampling.PAPER.withCaptions(1).withClip(ClipWindow.of(words, seconds));
    SampledVideo sample = sample(sampling, List.of(spoken(0, 10)), seed);
    String[] kept = sample.captions().get(0).replaceAll("[.]$", "").split(" ", -1);
    assertEquals(words, kept.length);
    int first = Integer.parseInt(kept[0]);
    for (int i = 0; i < words; i++) {
      assertEquals(first + i, Integer.parseInt(kept[i]));
    }
    double start = first + words / 2.0 - seconds / 2.0;
    ExpertFeatures features = sample.video().expert("s3d").orElseThrow();
    for (int i = 0; i < features.count(); i++) {
      assertTrue(features.time(i) >= 0 && features.time(i) <= seconds);
      assertEquals(features.feature(i)[0] + 0.5, features.time(i) + start, 1e-9);
    }
  }

  @Test
  void lateCaptionIsAFullStopAtTheStart() {
    Sampling sampling = Sampling.PAPER.withCaptions(1).withClip(ClipWindow.of(3, 4));
    SampledVideo sample = sample(sampling, List.of(spoken(500, 5)), 0);
    assertEquals(List.of("."), sample.captions());
    assertEquals(2, sample.video().expert("s3d").orElseThrow().count());
  }

  /**
   * The reference uses entry i of the list start 0, end 0, start 1, ... for word i if stop words
   * are removed.
   */
  @Test
  void middleOfClipWithoutStopWordsMatchesTheReference() {
    Caption caption =
        new Caption(
            ImmutableList.of("the", "guitar", "plays"),
            Optional.of(WordTimes.of(new double[] {1, 5, 9}, new double[] {2, 6, 11})));
    assertEquals(6, CaptionRule.PAPER.middle(caption));
    assertEquals(3.5, CaptionRule.PAPER.withoutStopWords().middle(caption)); // 2 and 5
    assertEquals(1.5, CaptionRule.ofWords(2).middle(caption)); // 1 and 2
  }

  @Test
  void expertWithoutFeaturesInTheClipIsMissing() {
    Sampling sampling = Sampling.PAPER.withCaptions(1).withClip(ClipWindow.of(1, 1));
    VideoFeatures sampled = sample(sampling, List.of(spoken(40, 3)), 0).video();
    assertEquals(Set.of(), sampled.experts().keySet());
  }

  @Test
  void temporalWindowDividesTimesAndKeepsUnknownOnes() {
    VideoFeatures sampled = sample(Sampling.PAPER.withTemporalWindow(2), THREE, 0).video();
    assertEquals(0.25, sampled.expert("s3d").orElseThrow().time(0));
    assertEquals(4.75, sampled.expert("s3d").orElseThrow().time(9));
    assertEquals(ExpertFeatures.UNKNOWN_TIME, sampled.expert("face").orElseThrow().time(0));
  }

  @Test
  void samplingsWithTheSameValuesAreEqual() {
    Sampling one = Sampling.PAPER.withCaptions(2).withTemporalWindow(3);
    assertEquals(one, Sampling.PAPER.withTemporalWindow(3).withCaptions(2));
    assertEquals(one.hashCode(), Sampling.PAPER.withTemporalWindow(3).withCaptions(2).hashCode());
    assertNotEquals(one, Sampling.PAPER.withCaptions(2));
    assertTrue(one.toString().startsWith("Sampling[rule="), one.toString());
  }

  @Test
  void rejectsInvalidSettings() {
    assertRejected(
        "captions per video: found -1, expected at least 1, or 0 for all",
        () -> Sampling.PAPER.withCaptions(-1));
    assertRejected(
        "seconds that share a temporal embedding: found 0.0, expected a positive number",
        () -> Sampling.PAPER.withTemporalWindow(0));
    assertRejected(
        "words of a clip: found 3 to 2, expected 1 <= minWords <= maxWords, or ALL_WORDS for both",
        () -> new ClipWindow(3, 2, 1, 1));
    assertRejected(
        "seconds of a clip: found 1.0 to Infinity,"
            + " expected 0 < minSeconds <= maxSeconds, or infinity for both",
        () -> new ClipWindow(1, 1, 1, Double.POSITIVE_INFINITY));
    assertRejected(
        "captions to concatenate: found 0, expected at least 1",
        () -> CaptionSelection.shuffled(0));
  }

  private static void assertRejected(String message, Supplier<?> setting) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, setting::get);
    assertEquals(message, e.getMessage());
  }

  private static SampledVideo sample(Sampling sampling, List<Caption> captions, int seed) {
    RandomGenerator random = new SplittableRandom(seed);
    return sampling.sample(video(), captions, () -> random);
  }

  /** Feature i of s3d is (i), at second i + 0.5. */
  private static VideoFeatures video() {
    float[][] values = new float[10][1];
    double[] times = new double[10];
    for (int i = 0; i < 10; i++) {
      values[i][0] = i;
      times[i] = i + 0.5;
    }
    return VideoFeatures.of(
        "video1",
        Map.of(
            "s3d", ExpertFeatures.of(values, times),
            "face", ExpertFeatures.untimed(new float[][] {{1}})));
  }

  /** Returns words "0", "1", ..., each one second long. */
  private static Caption spoken(int start, int count) {
    ImmutableList.Builder<String> words = ImmutableList.builder();
    ImmutableList.Builder<Double> starts = ImmutableList.builder();
    ImmutableList.Builder<Double> ends = ImmutableList.builder();
    for (int i = 0; i < count; i++) {
      words.add(Integer.toString(i));
      starts.add((double) start + i);
      ends.add((double) start + i + 1);
    }
    return new Caption(words.build(), Optional.of(new WordTimes(starts.build(), ends.build())));
  }
}
