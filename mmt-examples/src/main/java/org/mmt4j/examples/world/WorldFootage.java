package org.mmt4j.examples.world;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The clips of a world before any expert has looked at them: those of {@link World#generate} with
 * the same seed and numbers.
 *
 * @param train neighbours, in pairs, differ only in the order of events
 * @param test each has a first caption of its own, which no training clip has
 */
public record WorldFootage(ImmutableList<Footage> train, ImmutableList<Footage> test) {

  /** Invents a world; numbers of clips are at least 0. */
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
