package org.mmt4j.graph;

import org.nd4j.linalg.factory.Nd4j;

/** ND4J's generator of random numbers of the current thread, which its user may have seeded. */
final class ThreadRandom {

  private ThreadRandom() {}

  /** Does something that draws random numbers; the generator is then as it was before. */
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

  /** The same, drawing from a seed. */
  static void seeded(long seed, Runnable action) {
    restoring(
        () -> {
          Nd4j.getRandom().setSeed(seed == 0 ? Long.MIN_VALUE : seed); // ND4J takes the clock for 0
          action.run();
        });
  }
}
