package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A caption as it is stored with a video.
 *
 * @param words the words in order, as written
 * @param times the times at which the words are spoken; empty if the file has none
 */
public record Caption(ImmutableList<String> words, Optional<WordTimes> times) {

  public Caption {
    if (times.isPresent() && times.get().count() != words.size()) {
      throw new IllegalArgumentException(
          "times of words: found "
              + times.get().count()
              + ", expected one for each of the "
              + words.size()
              + " words");
    }
  }

  /** Returns a caption without times. */
  public static Caption of(String... words) {
    return new Caption(ImmutableList.copyOf(words), Optional.empty());
  }

  /**
   * Concatenates captions. If any caption has times, words of captions without times get second 0.
   */
  static Caption concatenated(List<Caption> captions) {
    ImmutableList.Builder<String> words = ImmutableList.builder();
    ImmutableDoubleArray.Builder starts = ImmutableDoubleArray.builder();
    ImmutableDoubleArray.Builder ends = ImmutableDoubleArray.builder();
    for (Caption caption : captions) {
      words.addAll(caption.words);
      for (int i = 0; i < caption.words.size(); i++) {
        starts.add(caption.start(i));
        ends.add(caption.end(i));
      }
    }
    boolean timed = captions.stream().anyMatch(caption -> caption.times.isPresent());
    return new Caption(
        words.build(),
        timed ? Optional.of(new WordTimes(starts.build(), ends.build())) : Optional.empty());
  }

  /** Returns the second at which a word begins; 0 if there are no times. */
  double start(int word) {
    return times.isEmpty() ? 0 : times.get().starts().get(word);
  }

  /** Returns the second at which a word ends; 0 if there are no times. */
  double end(int word) {
    return times.isEmpty() ? 0 : times.get().ends().get(word);
  }

  /**
   * Returns the words that begin before {@code second}. If no word of a caption with words does,
   * returns "." without times.
   */
  Caption before(double second) {
    int[] early = IntStream.range(0, words.size()).filter(i -> start(i) < second).toArray();
    return early.length == 0 && !words.isEmpty() ? of(".") : select(early);
  }

  /** Returns the words {@code from} to {@code to} - 1. */
  Caption part(int from, int to) {
    return select(IntStream.range(from, to).toArray());
  }

  private Caption select(int[] indices) {
    ImmutableList.Builder<String> chosen = ImmutableList.builder();
    ImmutableDoubleArray.Builder starts = ImmutableDoubleArray.builder();
    ImmutableDoubleArray.Builder ends = ImmutableDoubleArray.builder();
    for (int index : indices) {
      chosen.add(words.get(index));
      starts.add(start(index));
      ends.add(end(index));
    }
    return new Caption(
        chosen.build(), times.map(all -> new WordTimes(starts.build(), ends.build())));
  }
}
