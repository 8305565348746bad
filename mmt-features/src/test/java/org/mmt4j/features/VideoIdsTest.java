package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VideoIdsTest {

  @ParameterizedTest
  @ValueSource(strings = {"1", "a/b", "..", ".abc", "a\"b", "a\nb", " ", "\ud83d\ude00"})
  void anyTextIsAnId(String id) {
    assertEquals(Optional.empty(), VideoIds.problem(id));
  }

  @Test
  void rejectsEmptyIdAndHalvesOfSurrogatePairs() {
    assertEquals(Optional.of("expected an id of at least one character"), VideoIds.problem(""));
    assertEquals(
        Optional.of("expected Unicode text, without halves of surrogate pairs"),
        VideoIds.problem("ab\ud83d"));
  }
}
