package org.mmt4j.examples.world;

import java.util.SplittableRandom;

/** A world that several tests share, because rendering takes seconds. Immutable. */
final class SharedWorld {

  static final int DIMENSION = 48;

  static final World WORLD = World.generate(3, 400, 200, SharedWorld::vector);

  private SharedWorld() {}

  /** Returns a vector of a word; words of the same topic have similar vectors. */
  static float[] vector(String word) {
    float[] vector = new float[DIMENSION];
    for (Topic topic : Topic.values()) {
      if (topic.words().contains(word)) {
        add(topic.phrase(), vector);
      }
    }
    add(word, vector);
    return vector;
  }

  private static void add(String meaning, float[] vector) {
    SplittableRandom random = new SplittableRandom(meaning.hashCode());
    for (int i = 0; i < vector.length; i++) {
      vector[i] += (float) random.nextDouble(-1, 1);
    }
  }
}
