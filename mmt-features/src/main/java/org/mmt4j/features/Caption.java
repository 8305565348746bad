package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A caption as it is stored with a video. Immutable.
 *
 * @param words the words in order, as written
 * @param times the times at which the words are spoken; empty if the file has none
 */
public record Caption(List<String> words, Optional<WordTimes> times) {

  /**
   * Copies the words.
   *
   * @throws IllegalArgumentException if the number of times differs from the number of words
   */
  public Caption {
    words = List.copyOf(words);
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
    return new Caption(List.of(words), Optional.empty());
  }

  /**
   * Concatenates captions. If any caption has times, words of captions without times get second 0.
   */
  static Caption concatenated(List<Caption> captions) {
    ImmutableList.Builder<String> words = ImmutableList.builder();
    ImmutableList.Builder<Double> starts = ImmutableList.builder();
    ImmutableList.Builder<Double> ends = ImmutableList.builder();
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
    return new Caption(
        Arrays.stream(indices).mapToObj(words::get).toList(),
        times.map(
            all ->
                WordTimes.of(
                    Arrays.stream(indices).mapToDouble(this::start).toArray(),
                    Arrays.stream(indices).mapToDouble(this::end).toArray())));
  }
}
