package org.mmt4j.examples.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;

class WorldTest {

  private static final World WORLD = SharedWorld.WORLD;

  @Test
  void sameSeedGeneratesTheSameWorld() {
    World one = World.generate(5, 6, 5, SharedWorld::vector);
    World two = World.generate(5, 6, 5, SharedWorld::vector);
    assertEquals(one.orderPairs(), two.orderPairs());
    List<Clip> clips = allOf(one);
    List<Clip> again = allOf(two);
    for (int i = 0; i < clips.size(); i++) {
      assertEquals(clips.get(i).captions(), again.get(i).captions());
      assertArrayEquals(
          clips.get(i).footage().samples(8192).orElse(new float[0]),
          again.get(i).footage().samples(8192).orElse(new float[0]));
      assertSameFeatures(clips.get(i), again.get(i));
    }
  }

  @Test
  void differentSeedGeneratesADifferentWorld() {
    World one = World.generate(5, 6, 5, SharedWorld::vector);
    World two = World.generate(6, 6, 5, SharedWorld::vector);
    assertNotEquals(
        one.train().stream().map(Clip::captions).toList(),
        two.train().stream().map(Clip::captions).toList());
  }

  @Test
  void hasTheRequestedClipsAndTwoFifthsOfTestClipsInOrderPairs() {
    assertEquals(400, WORLD.train().size());
    assertEquals(200, WORLD.test().size());
    assertEquals(40, WORLD.orderPairs().size());
    assertEquals("train-000", WORLD.train().get(0).id());
    assertEquals("test-199", WORLD.test().get(199).id());
  }

  @Test
  void featuresBelongToDeclaredExpertsAndHaveTimesWithinTheClip() {
    for (Clip clip : allOf(WORLD)) {
      Set<String> undeclared = new HashSet<>(clip.features().experts().keySet());
      for (Expert expert : WORLD.experts()) {
        undeclared.remove(expert.name());
        clip.features()
            .expert(expert.name())
            .ifPresent(
                features -> {
                  assertEquals(expert.dimension(), features.dimension());
                  assertTimesIncreaseWithin(clip.footage().seconds(), features);
                });
      }
      assertEquals(Set.of(), undeclared);
    }
  }

  @Test
  void featuresOfAllExpertsHaveSimilarMagnitude() {
    for (Expert expert : WORLD.experts()) {
      double squares = 0;
      int count = 0;
      for (Clip clip : WORLD.train()) {
        for (float[] row : rows(clip, expert.name())) {
          for (float value : row) {
            squares += value * value;
            count++;
          }
        }
      }
      // Standardized experts have exactly 1; words are scaled over the topics, not over the clips.
      assertEquals(1, Math.sqrt(squares / count), 0.1, expert.name());
    }
  }

  @Test
  void expertsAreMissingExactlyWhereTheClipHasNoContentForThem() {
    for (Clip clip : allOf(WORLD)) {
      Script script = clip.script();
      Set<String> present = clip.features().experts().keySet();
      assertTrue(present.contains(World.APPEARANCE) && present.contains(World.MOTION));
      assertEquals(script.soundTrack(), present.contains(World.AUDIO));
      assertEquals(script.soundTrack(), clip.footage().samples(8192).isPresent());
      assertEquals(script.writing().isPresent(), present.contains(World.OCR));
      assertEquals(script.speech().isPresent(), present.contains(World.SPEECH));
    }
    assertShare(0.1, WORLD.train().stream().filter(clip -> !clip.script().soundTrack()).count());
    assertShare(0.5, WORLD.train().stream().filter(c -> c.script().writing().isEmpty()).count());
    assertShare(0.5, WORLD.train().stream().filter(c -> c.script().speech().isEmpty()).count());
  }

  @Test
  void firstCaptionsOfTestClipsAreUniqueAndNotUsedInTraining() {
    Set<String> captions = new HashSet<>();
    for (Clip clip : WORLD.test()) {
      assertTrue(captions.add(clip.captions().get(0)), clip.captions().get(0));
    }
    for (Clip clip : WORLD.train()) {
      assertFalse(captions.contains(clip.captions().get(0)), clip.captions().get(0));
    }
  }

  @Test
  void orderPairsDifferOnlyInTheOrderOfEvents() {
    for (OrderPair pair : WORLD.orderPairs()) {
      Clip first = WORLD.test().get(pair.first());
      Clip second = WORLD.test().get(pair.second());
      Script exchanged = second.script();
      assertNotEquals(first.captions().get(0), second.captions().get(0));
      assertEquals(sortedLetters(first), sortedLetters(second));
      assertEquals(
          first.script(),
          exchanged.with(
              first.script().first(),
              first.script().second(),
              first.script().staging().noiseSeed()));
      assertEquals(
          Set.of(first.script().first().motion(), first.script().second().motion()),
          Set.of(exchanged.first().motion(), exchanged.second().motion()));
    }
  }

  @Test
  void rejectsWorldsWithoutClips() {
    assertEquals(
        "training clips: expected at least 1, found 0",
        assertThrows(
                IllegalArgumentException.class, () -> World.generate(1, 0, 5, SharedWorld::vector))
            .getMessage());
    assertEquals(
        "test clips: expected at least 1, found -1",
        assertThrows(
                IllegalArgumentException.class, () -> World.generate(1, 5, -1, SharedWorld::vector))
            .getMessage());
  }

  /**
   * Returns the sorted letters of the caption. "without a sound", the silence of FALL, is replaced
   * by "quietly", the silence of other motions.
   */
  private static String sortedLetters(Clip clip) {
    char[] letters = clip.captions().get(0).replace("without a sound", "quietly").toCharArray();
    Arrays.sort(letters);
    return new String(letters);
  }

  private static List<Clip> allOf(World world) {
    return Stream.concat(world.train().stream(), world.test().stream()).toList();
  }

  private static List<float[]> rows(Clip clip, String expert) {
    return clip.features().expert(expert).stream().flatMap(Rows::of).toList();
  }

  private static void assertSameFeatures(Clip one, Clip two) {
    assertEquals(one.features().experts().keySet(), two.features().experts().keySet());
    for (String expert : one.features().experts().keySet()) {
      List<float[]> rows = rows(one, expert);
      List<float[]> again = rows(two, expert);
      assertEquals(rows.size(), again.size());
      for (int i = 0; i < rows.size(); i++) {
        assertArrayEquals(rows.get(i), again.get(i));
      }
    }
  }

  private static void assertTimesIncreaseWithin(double seconds, ExpertFeatures features) {
    double last = 0;
    for (int i = 0; i < features.count(); i++) {
      assertTrue(features.time(i) > last && features.time(i) < seconds);
      last = features.time(i);
    }
  }

  /** Checks a share of 400 clips, within four standard deviations. */
  private static void assertShare(double expected, long count) {
    double deviation = Math.sqrt(expected * (1 - expected) / 400);
    assertEquals(expected, count / 400.0, 4 * deviation);
  }
}
