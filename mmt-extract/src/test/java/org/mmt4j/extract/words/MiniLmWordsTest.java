package org.mmt4j.extract.words;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.mmt4j.graph.ClosedException;

class MiniLmWordsTest {

  @Test
  void sharesModelAndFreesItWithTheLastInstance() throws IOException {
    MiniLmWords first = MiniLmWords.load();
    MiniLmWords second = MiniLmWords.load();
    float[] dog = first.vector("dog").orElseThrow();
    first.close();
    first.close();
    assertArrayEquals(dog, second.vector("dog").orElseThrow());
    second.close();
    assertThrows(ClosedException.class, () -> second.vector("dog"));
    try (MiniLmWords reloaded = MiniLmWords.load()) {
      assertArrayEquals(dog, reloaded.vector("dog").orElseThrow());
    }
  }
}
