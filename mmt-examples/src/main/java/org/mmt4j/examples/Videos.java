package org.mmt4j.examples;

import com.google.common.collect.Maps;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;

/** Functions that select or change the features of a video. */
final class Videos {

  private Videos() {}

  /** Keeps only the features of some experts. */
  static UnaryOperator<VideoFeatures> only(Predicate<String> experts) {
    return video -> VideoFeatures.of(video.id(), Maps.filterKeys(video.experts(), experts::test));
  }

  /**
   * Shuffles the times of the features of each expert; the same seed and video id always produce
   * the same order.
   */
  static UnaryOperator<VideoFeatures> shuffledTimes(long seed) {
    return video -> {
      SplittableRandom random = new SplittableRandom(seedOf(seed, video.id()));
      return VideoFeatures.of(
          video.id(),
          Maps.transformValues(video.experts(), features -> shuffled(features, random)));
    };
  }

  /** Not the hash code of the id: the ids "Aa" and "BB", for example, have the same. */
  private static long seedOf(long seed, String id) {
    return Hashing.sha256()
        .newHasher()
        .putLong(seed)
        .putString(id, StandardCharsets.UTF_8)
        .hash()
        .asLong();
  }

  private static ExpertFeatures shuffled(ExpertFeatures features, SplittableRandom random) {
    int[] order = new int[features.count()];
    float[][] rows = new float[order.length][];
    double[] times = new double[order.length];
    for (int i = 0; i < order.length; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    for (int i = 0; i < order.length; i++) {
      rows[i] = features.feature(order[i]);
      times[i] = features.time(i);
    }
    return ExpertFeatures.of(rows, times);
  }
}
