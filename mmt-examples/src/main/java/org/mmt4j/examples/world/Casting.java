package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The scripts of a world. First captions of test scripts are unique, and no training script has the
 * first caption of a test script.
 *
 * @param train training scripts; neighbours, in pairs, differ only in the order of events
 * @param test test scripts
 * @param orderPairs pairs of test scripts that differ only in the order of events
 */
record Casting(
    ImmutableList<Script> train, ImmutableList<Script> test, ImmutableList<OrderPair> orderPairs) {

  /** Number of test clips per order pair. */
  private static final int CLIPS_PER_PAIR = 5;

  static Casting of(SplittableRandom random, int trainClips, int testClips) {
    ScriptWriter writer = new ScriptWriter(random);
    Set<String> usedCaptions = new HashSet<>();
    List<Script> test = new ArrayList<>();
    ImmutableList.Builder<OrderPair> pairs = ImmutableList.builder();
    for (int pair = 0; pair < testClips / CLIPS_PER_PAIR; pair++) {
      addPair(writer, exchange(pair), usedCaptions, test);
      pairs.add(new OrderPair(test.size() - 2, test.size() - 1));
    }
    while (test.size() < testClips) {
      Script script = writer.write();
      if (usedCaptions.add(caption(script))) {
        test.add(script);
      }
    }
    List<Script> train = new ArrayList<>();
    while (train.size() < trainClips) {
      addPair(writer, exchange(train.size() / 2), new HashSet<>(usedCaptions), train);
    }
    return new Casting(
        ImmutableList.copyOf(train.subList(0, trainClips)),
        ImmutableList.copyOf(test),
        pairs.build());
  }

  /** Adds an order pair whose two captions are new, and adds its captions to the used ones. */
  private static void addPair(
      ScriptWriter writer,
      ScriptWriter.Exchange exchange,
      Set<String> usedCaptions,
      List<Script> scripts) {
    while (true) {
      Script script = writer.write();
      Script exchanged = writer.exchanged(script, exchange);
      if (!usedCaptions.contains(caption(script)) && !usedCaptions.contains(caption(exchanged))) {
        usedCaptions.add(caption(script));
        usedCaptions.add(caption(exchanged));
        scripts.add(script);
        scripts.add(exchanged);
        return;
      }
    }
  }

  /** Returns the two exchanges in turn. */
  private static ScriptWriter.Exchange exchange(int pair) {
    return pair % 2 == 0 ? ScriptWriter.Exchange.MOTIONS : ScriptWriter.Exchange.EVENTS;
  }

  private static String caption(Script script) {
    return CaptionWriter.captions(script).get(0);
  }
}
