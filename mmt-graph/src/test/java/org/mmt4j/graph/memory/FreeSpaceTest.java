package org.mmt4j.graph.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FreeSpaceTest {

  private static final int LENGTH = 200;

  private record Part(long offset, long length) {}

  @Property(tries = 300)
  void takenPartsDoNotOverlapAndAreMergedWhenFreed(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FreeSpace space = new FreeSpace(LENGTH);
    boolean[] used = new boolean[LENGTH];
    List<Part> taken = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      if (random.nextInt(3) > 0) {
        take(space, 1 + random.nextInt(40), used, taken);
      } else if (!taken.isEmpty()) {
        free(space, used, taken.remove(random.nextInt(taken.size())));
      }
    }
    taken.forEach(part -> free(space, used, part));
    assertEquals(OptionalLong.of(LENGTH), space.bestFit(1));
  }

  private static void take(FreeSpace space, int length, boolean[] used, List<Part> taken) {
    OptionalLong part = space.bestFit(length);
    if (part.isEmpty()) {
      assertTrue(longestFree(used) < length);
      return;
    }
    long offset = space.take(length);
    for (long i = offset; i < offset + length; i++) {
      assertFalse(used[(int) i]);
      used[(int) i] = true;
    }
    taken.add(new Part(offset, length));
  }

  private static void free(FreeSpace space, boolean[] used, Part part) {
    space.free(part.offset, part.length);
    for (long i = part.offset; i < part.offset + part.length; i++) {
      used[(int) i] = false;
    }
  }

  private static int longestFree(boolean[] used) {
    int longest = 0;
    int free = 0;
    for (boolean taken : used) {
      free = taken ? 0 : free + 1;
      longest = Math.max(longest, free);
    }
    return longest;
  }

  @Example
  void takesTheShortestPartThatIsLongEnough() {
    FreeSpace space = new FreeSpace(LENGTH);
    long first = space.take(30);
    space.take(10);
    long third = space.take(20);
    space.take(10);
    space.free(first, 30);
    space.free(third, 20);
    assertEquals(OptionalLong.of(20), space.bestFit(15));
    assertEquals(OptionalLong.of(30), space.bestFit(25));
    assertEquals(OptionalLong.of(LENGTH - 70), space.bestFit(31));
    assertEquals(OptionalLong.empty(), space.bestFit(LENGTH));
  }
}
