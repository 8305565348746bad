package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A selection of captions of a video, which are read as one sentence or as several: the option
 * {@code query_shuffling} of the reference. The reference shuffles with Python's generator and does
 * not set its seed; here the caller provides the generator.
 */
public sealed interface CaptionSelection {

  /** {@code indiv}: each caption is one sentence, in order. */
  CaptionSelection INDIVIDUAL = new Individual();

  /** {@code cat}: all captions in order form one sentence, as for the paragraphs of ActivityNet. */
  CaptionSelection CONCATENATED = new Concatenated();

  /** {@code shuf}: all captions in random order form one sentence. */
  CaptionSelection SHUFFLED = new Shuffled(Integer.MAX_VALUE);

  /**
   * Returns {@code shufkN}: N captions, drawn without replacement, form one sentence. With N = 1
   * this is one random caption.
   *
   * @throws IllegalArgumentException if {@code maxCaptions} is less than 1
   */
  static CaptionSelection shuffled(int maxCaptions) {
    return new Shuffled(maxCaptions);
  }

  /**
   * Returns the selection that the reference configurations call {@code indiv}, {@code cat}, {@code
   * shuf} or {@code shufkN}.
   *
   * @throws IllegalArgumentException if the name is none of these
   */
  static CaptionSelection named(String name) {
    Matcher shuffled = Shuffled.NAME.matcher(name);
    if (shuffled.matches()) {
      return shuffled(Integer.parseInt(shuffled.group(1)));
    }
    return switch (name) {
      case "indiv" -> INDIVIDUAL;
      case "cat" -> CONCATENATED;
      case "shuf" -> SHUFFLED;
      default ->
          throw new IllegalArgumentException(
              "caption selection: found \"" + name + "\", expected indiv, cat, shuf or shufkN");
    };
  }

  /**
   * Selects captions.
   *
   * @param captions all captions of a video
   * @param count number of captions to return, at most the number of captions of the video
   * @param random generator for random orders; other selections do not use it
   * @return {@code count} captions; a concatenated caption is repeated, a shuffled one is drawn
   *     anew each time
   */
  List<Caption> select(List<Caption> captions, int count, RandomGenerator random);

  /** Each caption is one sentence. */
  record Individual() implements CaptionSelection {
    @Override
    public List<Caption> select(List<Caption> captions, int count, RandomGenerator random) {
      return captions.subList(0, count);
    }
  }

  /** All captions form one sentence. */
  record Concatenated() implements CaptionSelection {
    @Override
    public List<Caption> select(List<Caption> captions, int count, RandomGenerator random) {
      return Collections.nCopies(count, Caption.concatenated(captions));
    }
  }

  /**
   * Captions in random order form one sentence.
   *
   * @param maxCaptions maximum number of captions that are read, at least 1
   */
  record Shuffled(int maxCaptions) implements CaptionSelection {

    private static final Pattern NAME = Pattern.compile("shufk(\\d{1,9})");

    public Shuffled {
      if (maxCaptions < 1) {
        throw new IllegalArgumentException(
            "captions to concatenate: found " + maxCaptions + ", expected at least 1");
      }
    }

    @Override
    public List<Caption> select(List<Caption> captions, int count, RandomGenerator random) {
      ImmutableList.Builder<Caption> selected = ImmutableList.builder();
      for (int i = 0; i < count; i++) {
        List<Caption> shuffled = shuffled(captions, random);
        selected.add(
            Caption.concatenated(shuffled.subList(0, Math.min(maxCaptions, shuffled.size()))));
      }
      return selected.build();
    }

    /** Shuffles with the algorithm of Fisher and Yates. */
    private static List<Caption> shuffled(List<Caption> captions, RandomGenerator random) {
      List<Caption> shuffled = new ArrayList<>(captions);
      for (int last = shuffled.size() - 1; last > 0; last--) {
        Collections.swap(shuffled, last, random.nextInt(last + 1));
      }
      return shuffled;
    }
  }
}
