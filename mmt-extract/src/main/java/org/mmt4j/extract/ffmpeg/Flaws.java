package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What readers of one video could not read. Thread-safe. */
final class Flaws {

  private final AtomicInteger damagedPackets = new AtomicInteger();
  private final Set<String> notes = Collections.synchronizedSet(new LinkedHashSet<>());

  /** Records the number of damaged packets that a reader found; the maximum counts. */
  void damaged(int packets) {
    damagedPackets.accumulateAndGet(packets, Math::max);
  }

  int damagedPackets() {
    return damagedPackets.get();
  }

  /** Records a sentence; several readers may find the same. */
  void note(String sentence) {
    notes.add(sentence);
  }

  List<String> notes() {
    synchronized (notes) {
      return ImmutableList.copyOf(notes);
    }
  }
}
