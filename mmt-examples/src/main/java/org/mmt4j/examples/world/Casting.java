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
 * @param train in pairs of neighbours that differ only in the order of events
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
      addPair(writer, exchange(train.size() / 2), new HashSet<>(told), train);
    }
    return new Casting(
        ImmutableList.copyOf(train.subList(0, trainClips)),
        ImmutableList.copyOf(test),
        pairs.build());
  }

  /** Adds two scripts, of which none is told yet, and tells them. */
  private static void addPair(
      ScriptWriter writer, ScriptWriter.Exchange exchange, Set<String> told, List<Script> scripts) {
    while (true) {
      Script script = writer.write();
      Script exchanged = writer.exchanged(script, exchange);
      if (!told.contains(caption(script)) && !told.contains(caption(exchanged))) {
        told.add(caption(script));
        told.add(caption(exchanged));
        scripts.add(script);
        scripts.add(exchanged);
        return;
      }
    }
  }

  /** In turn. */
  private static ScriptWriter.Exchange exchange(int pair) {
    return pair % 2 == 0 ? ScriptWriter.Exchange.MOTIONS : ScriptWriter.Exchange.EVENTS;
  }

  private static String caption(Script script) {
    return CaptionWriter.captions(script).get(0);
  }
}
