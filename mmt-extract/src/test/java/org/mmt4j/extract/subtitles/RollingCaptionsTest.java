package org.mmt4j.extract.subtitles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RollingCaptionsTest {

  @Test
  void captionsThatRollUpSayEachWordOnce() {
    assertEquals(
        List.of("today we bake", "a large cake", "with plums"),
        unroll(
            cue(0, 1.5, "today we bake"),
            cue(1.5, 1.51, "today we bake"),
            cue(1.51, 3, "today we bake\na large cake"),
            cue(3, 3.01, "a large cake"),
            cue(3.01, 4, "a large cake\nwith plums")));
  }

  @Test
  void threeLinesRollUp() {
    assertEquals(
        List.of("a b", "c d", "e f", "g h"),
        unroll(
            cue(0, 1, "a b"),
            cue(1, 2, "a b\nc d"),
            cue(2, 3, "a b\nc d\ne f"),
            cue(3, 4, "c d\ne f\ng h")));
  }

  @Test
  void lineThatGrowsSaysEachWordOnce() {
    assertEquals(
        List.of("we bake", "a", "cake"),
        unroll(cue(0, 1, "we bake"), cue(1, 2, "we bake a"), cue(2, 3, "we bake a\ncake")));
  }

  @Test
  void cueStoredTwiceOrInTwoLayersIsOne() {
    assertEquals(
        List.of("good evening", "all"),
        unroll(
            cue(0, 2, "good evening"),
            cue(1, 2, "all"),
            cue(0, 2, "good evening"),
            cue(1, 2, "all")));
  }

  @Test
  void repetitionInsideCueStays() {
    assertEquals(List.of("no no no", "no way"), unroll(cue(0, 1, "no no no"), cue(1, 2, "no way")));
  }

  @Test
  void lineSaidAgainAfterPauseStays() {
    assertEquals(
        List.of("row your boat", "gently down", "row your boat"),
        unroll(cue(0, 1, "row your boat"), cue(1, 2, "gently down"), cue(2, 3, "row your boat")));
    assertEquals(List.of("la la", "la la"), unroll(cue(0, 1, "la la"), cue(1.2, 2, "la la")));
  }

  @Test
  void wordsThatAreCuesMayRepeat() {
    assertEquals(
        List.of("no", "no", "no"),
        unroll(cue(0, 0.4, "no"), cue(0.4, 0.8, "no"), cue(0.8, 1, "no")));
    assertEquals(List.of("yes"), unroll(cue(0, 1, "yes"), cue(1, 1.01, "yes")));
  }

  @Test
  void sameWordInsideLineIsNoRepetition() {
    assertEquals(List.of("I say no", "no way"), unroll(cue(0, 1, "I say no"), cue(1, 2, "no way")));
  }

  @Property
  void rollingLinesGiveTheLines(@ForAll("lines") List<String> lines) {
    List<ShownCue> cues = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String shown = i == 0 ? lines.get(0) : lines.get(i - 1) + "\n" + lines.get(i);
      cues.add(cue(i, i + 0.99, shown));
      cues.add(cue(i + 0.99, i + 1, lines.get(i)));
    }
    assertEquals(lines, unroll(cues.toArray(ShownCue[]::new)));
  }

  /** Lines that differ. */
  @Provide
  Arbitrary<List<String>> lines() {
    return Arbitraries.strings()
        .withChars("abcd ")
        .ofMinLength(2)
        .ofMaxLength(12)
        .map(line -> line.strip().replaceAll(" +", " "))
        .filter(line -> !line.isEmpty())
        .list()
        .uniqueElements()
        .ofMinSize(1)
        .ofMaxSize(10)
        .map(RollingCaptionsTest::numbered);
  }

  private static List<String> numbered(List<String> lines) {
    List<String> numbered = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      numbered.add(i + lines.get(i));
    }
    return numbered;
  }

  private static ShownCue cue(double start, double end, String text) {
    return ShownCue.of(start, end, text, Markup.TAGS);
  }

  private static List<String> unroll(ShownCue... cues) {
    return RollingCaptions.unroll(
            Stream.of(cues).sorted(Comparator.comparingDouble(ShownCue::start)).toList())
        .stream()
        .map(ShownCue::text)
        .toList();
  }
}
