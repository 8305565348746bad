package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The scripts of a world. Test scripts come first and differ from each other in what captions tell;
 * no training script has the caption of a test script.
 *
 * @param orderPairs pairs of test scripts that differ only in the order of events
 */
record Casting(
    ImmutableList<Script> train, ImmutableList<Script> test, ImmutableList<OrderPair> orderPairs) {

  /** One test clip in this many begins an order pair. */
  private static final int CLIPS_PER_PAIR = 5;

  static Casting of(SplittableRandom random, int trainClips, int testClips) {
    ScriptWriter writer = new ScriptWriter(random);
    Set<String> told = new HashSet<>();
    List<Script> test = new ArrayList<>();
    ImmutableList.Builder<OrderPair> pairs = ImmutableList.builder();
    for (int pair = 0; pair < testClips / CLIPS_PER_PAIR; pair++) {
      addPair(writer, exchange(pair), told, test);
      pairs.add(new OrderPair(test.size() - 2, test.size() - 1));
    }
    while (test.size() < testClips) {
      Script script = writer.write();
      if (told.add(caption(script))) {
        test.add(script);
      }
    }
    List<Script> train = new ArrayList<>();
    while (train.size() < trainClips) {
      Script script = writer.write();
      if (!told.contains(caption(script))) {
        train.add(script);
      }
    }
    return new Casting(ImmutableList.copyOf(train), ImmutableList.copyOf(test), pairs.build());
  }

  private static void addPair(
      ScriptWriter writer, ScriptWriter.Exchange exchange, Set<String> told, List<Script> test) {
    while (true) {
      Script script = writer.write();
      Script exchanged = writer.exchanged(script, exchange);
      if (!told.contains(caption(script)) && !told.contains(caption(exchanged))) {
        told.add(caption(script));
        told.add(caption(exchanged));
        test.add(script);
        test.add(exchanged);
        return;
      }
    }
  }

  /** Every other pair exchanges motions, the rest in turn sounds or both. */
  private static ScriptWriter.Exchange exchange(int pair) {
    return switch (pair % 4) {
      case 1 -> ScriptWriter.Exchange.SOUNDS;
      case 3 -> ScriptWriter.Exchange.BOTH;
      default -> ScriptWriter.Exchange.MOTIONS;
    };
  }

  private static String caption(Script script) {
    return CaptionWriter.captions(script).get(0);
  }
}
