package org.mmt4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimilaritiesTest {

  private final Similarities similarities =
      new Similarities(
          List.of("a dog", "a song"),
          List.of("v0", "v1", "v2"),
          new float[][] {{0.1f, 0.5f, 0.5f}, {-0.2f, 0, 0.3f}});

  @Test
  void namesAndIndicesFindTheSameValue() {
    assertEquals(0.3f, similarities.of("a song", "v2"));
    assertEquals(0.3f, similarities.of(1, 2));
  }

  @Test
  void bestAreSortedAndTiesKeepTheOrderOfTheVideos() {
    assertEquals(List.of(new Hit("v1", 0.5f), new Hit("v2", 0.5f)), similarities.best("a dog", 2));
    assertEquals(
        List.of("v2", "v1", "v0"), similarities.best(1, 10).stream().map(Hit::id).toList());
  }

  @Test
  void arrayIsACopyWithARowForEachCaption() {
    similarities.toArray()[0][0] = 7;
    assertArrayEquals(new float[] {0.1f, 0.5f, 0.5f}, similarities.toArray()[0]);
  }

  @Test
  void duplicateNamesAreAllowed() {
    Similarities duplicates =
        new Similarities(List.of("a", "a"), List.of("v"), new float[][] {{1}, {1}});
    assertEquals(1, duplicates.of("a", "v"));
  }

  @Test
  void rejectsUnknownNamesAndCountsBelowOne() {
    assertMessage(
        "caption: found \"a cat\", expected one of the 2 captions that were compared",
        () -> similarities.of("a cat", "v0"));
    assertMessage(
        "video: found \"v9\", expected one of the 3 videos that were compared",
        () -> similarities.of("a dog", "v9"));
    assertMessage(
        "number of hits: found 0, expected at least 1", () -> similarities.best("a dog", 0));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
