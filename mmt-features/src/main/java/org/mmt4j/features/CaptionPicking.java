package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of a video's captions are read, and as one sentence or several: the authors' option {@code
 * query_shuffling}. The authors shuffle by Python's own generator, whose seed they do not set; here
 * the order comes from a seed that the caller knows.
 */
public sealed interface CaptionPicking {

  /** {@code indiv}: each caption by itself, in order. */
  CaptionPicking EACH = new Each();

  /** {@code cat}: all captions as one, in order: the paragraphs of ActivityNet. */
  CaptionPicking CONCATENATED = new Concatenated();

  /** {@code shuf}: all captions as one, in random order. */
  CaptionPicking SHUFFLED = new Shuffled(Integer.MAX_VALUE);

  /** {@code shufkN}: N captions as one, drawn without replacement; with N = 1 any one caption. */
  static CaptionPicking shuffled(int most) {
    return new Shuffled(most);
  }

  /**
   * The picking that the authors' configurations call {@code indiv}, {@code cat}, {@code shuf} or
   * {@code shufkN}.
   *
   * @throws IllegalArgumentException if the name is another
   */
  static CaptionPicking named(String name) {
    Matcher shuffled = Shuffled.NAME.matcher(name);
    if (shuffled.matches()) {
      return shuffled(Integer.parseInt(shuffled.group(1)));
    }
    return switch (name) {
      case "indiv" -> EACH;
      case "cat" -> CONCATENATED;
      case "shuf" -> SHUFFLED;
      default ->
          throw new IllegalArgumentException(
              "captions: found \"" + name + "\", expected indiv, cat, shuf or shufkN");
    };
  }

  /**
   * Picks captions.
   *
   * @param captions of a video
   * @param count how often to pick, at most the number of captions
   * @param random drawn from for orders only
   * @return {@code count} captions; concatenated ones are repeated, shuffled ones shuffled anew
   */
  List<Caption> pick(List<Caption> captions, int count, RandomGenerator random);

  /** Each caption by itself. */
  record Each() implements CaptionPicking {
    @Override
    public List<Caption> pick(List<Caption> captions, int count, RandomGenerator random) {
      return captions.subList(0, count);
    }
  }

  /** All captions as one. */
  record Concatenated() implements CaptionPicking {
    @Override
    public List<Caption> pick(List<Caption> captions, int count, RandomGenerator random) {
      return Collections.nCopies(count, Caption.concatenated(captions));
    }
  }

  /**
   * Captions as one in random order.
   *
   * @param most largest number of captions that are read, at least 1
   */
  record Shuffled(int most) implements CaptionPicking {

    private static final Pattern NAME = Pattern.compile("shufk(\\d{1,9})");

    public Shuffled {
      if (most < 1) {
        throw new IllegalArgumentException(
            "captions to concatenate: found " + most + ", expected at least 1");
      }
    }

    @Override
    public List<Caption> pick(List<Caption> captions, int count, RandomGenerator random) {
      ImmutableList.Builder<Caption> picked = ImmutableList.builder();
      for (int i = 0; i < count; i++) {
        List<Caption> shuffled = shuffled(captions, random);
        picked.add(Caption.concatenated(shuffled.subList(0, Math.min(most, shuffled.size()))));
      }
      return picked.build();
    }

    /** By Fisher and Yates. */
    private static List<Caption> shuffled(List<Caption> captions, RandomGenerator random) {
      List<Caption> shuffled = new ArrayList<>(captions);
      for (int last = shuffled.size() - 1; last > 0; last--) {
        Collections.swap(shuffled, last, random.nextInt(last + 1));
      }
      return shuffled;
    }
  }
}
