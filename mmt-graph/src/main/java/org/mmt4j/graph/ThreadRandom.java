package org.mmt4j.graph;

import org.nd4j.linalg.factory.Nd4j;

/** ND4J's random generator of the current thread, which the application may have seeded. */
final class ThreadRandom {

  private ThreadRandom() {}

  /** Runs an action that draws random numbers, then restores the state of the generator. */
  static void restoring(Runnable action) {
    var random = Nd4j.getRandom();
    long root = random.rootState();
    long node = random.nodeState();
    try {
      action.run();
    } finally {
      random.setStates(root, node);
    }
  }

  /** Runs an action with a seeded generator, then restores the state of the generator. */
  static void seeded(long seed, Runnable action) {
    restoring(
        () -> {
          Nd4j.getRandom()
              .setSeed(seed == 0 ? Long.MIN_VALUE : seed); // for 0 ND4J seeds from the clock
          action.run();
        });
  }
}
