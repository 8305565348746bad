package org.mmt4j.examples.world;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The clips of a world without features: those of {@link World#generate} with the same seed and
 * numbers of clips.
 *
 * @param train training clips; neighbours, in pairs, differ only in the order of events
 * @param test test clips; their first captions are unique and no training clip has them
 */
public record WorldFootage(ImmutableList<Footage> train, ImmutableList<Footage> test) {

  /** Generates the footage of a world; numbers of clips are at least 0. */
  public static WorldFootage of(long seed, int trainClips, int testClips) {
    return of(Casting.of(new SplittableRandom(seed), trainClips, testClips));
  }

  static WorldFootage of(Casting casting) {
    return new WorldFootage(footage("train", casting.train()), footage("test", casting.test()));
  }

  private static ImmutableList<Footage> footage(String split, ImmutableList<Script> scripts) {
    return IntStream.range(0, scripts.size())
        .mapToObj(i -> Footage.of(split, i, scripts.get(i)))
        .collect(toImmutableList());
  }
}
