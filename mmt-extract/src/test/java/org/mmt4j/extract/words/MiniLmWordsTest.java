package org.mmt4j.extract.words;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MiniLmWordsTest {

  @Test
  void theModelIsSharedAndFreedWithTheLast() throws IOException {
    MiniLmWords one = MiniLmWords.load();
    MiniLmWords other = MiniLmWords.load();
    float[] dog = one.vector("dog").orElseThrow();
    one.close();
    one.close();
    assertArrayEquals(dog, other.vector("dog").orElseThrow());
    other.close();
    assertThrows(IllegalStateException.class, () -> other.vector("dog"));
    try (MiniLmWords again = MiniLmWords.load()) {
      assertArrayEquals(dog, again.vector("dog").orElseThrow());
    }
  }
}
