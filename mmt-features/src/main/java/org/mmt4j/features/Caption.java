package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A caption as stored with a video.
 *
 * @param words in order, as written
 * @param times when each word is spoken; empty where the file has no times
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

  /** A caption without times. */
  public static Caption of(String... words) {
    return new Caption(ImmutableList.copyOf(words), Optional.empty());
  }

  /** Words one after the other; with times if any caption has them, others at second 0. */
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

  /** Second at which a word begins; 0 where there are no times. */
  double start(int word) {
    return times.isEmpty() ? 0 : times.get().starts().get(word);
  }

  /** Second at which a word ends; 0 where there are no times. */
  double end(int word) {
    return times.isEmpty() ? 0 : times.get().ends().get(word);
  }

  /** The words that begin before that second; "." at second 0 where others are all there is. */
  Caption before(double second) {
    int[] early = IntStream.range(0, words.size()).filter(i -> start(i) < second).toArray();
    return early.length == 0 && !words.isEmpty() ? of(".") : at(early);
  }

  /** Words {@code from} to {@code to} - 1. */
  Caption part(int from, int to) {
    return at(IntStream.range(from, to).toArray());
  }

  private Caption at(int[] places) {
    ImmutableList.Builder<String> chosen = ImmutableList.builder();
    ImmutableDoubleArray.Builder starts = ImmutableDoubleArray.builder();
    ImmutableDoubleArray.Builder ends = ImmutableDoubleArray.builder();
    for (int place : places) {
      chosen.add(words.get(place));
      starts.add(start(place));
      ends.add(end(place));
    }
    return new Caption(
        chosen.build(), times.map(all -> new WordTimes(starts.build(), ends.build())));
  }
}
