package org.mmt4j.examples.world;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.Timing;
import org.mmt4j.data.VideoFeatures;

/**
 * Clips to train on and clips to test on, with captions and the features of five experts:
 *
 * <table>
 * <caption>Experts</caption>
 * <tr><th>name</th><th>a feature is</th><th>missing where</th></tr>
 * <tr><td>{@code appearance}</td><td>colour and shape, each second</td><td>never</td></tr>
 * <tr><td>{@code motion}</td><td>movement, each second</td><td>never</td></tr>
 * <tr><td>{@code audio}</td><td>a spectrum, each second</td><td>there is no sound track</td></tr>
 * <tr><td>{@code ocr}</td><td>a written word</td><td>nothing is written</td></tr>
 * <tr><td>{@code speech}</td><td>a spoken word</td><td>nobody speaks</td></tr>
 * </table>
 *
 * <p>In each half of a clip something moves, and may sound. Without times nobody could tell which
 * came first: features know neither place nor order, and the two halves look and sound alike.
 * Immutable; the same seed gives the same world.
 */
public final class World {

  static final String APPEARANCE = "appearance";
  static final String MOTION = "motion";
  static final String AUDIO = "audio";
  static final String OCR = "ocr";
  static final String SPEECH = "speech";

  private final ImmutableList<Clip> train;
  private final ImmutableList<Clip> test;
  private final ImmutableList<OrderPair> orderPairs;
  private final ImmutableList<Expert> experts;

  private World(
      ImmutableList<Clip> train,
      ImmutableList<Clip> test,
      ImmutableList<OrderPair> orderPairs,
      ImmutableList<Expert> experts) {
    this.train = train;
    this.test = test;
    this.orderPairs = orderPairs;
    this.experts = experts;
  }

  /**
   * Renders a world.
   *
   * @param seed of everything that is random
   * @param trainClips number of clips to train on, at least 1
   * @param testClips number of clips to test on, at least 1; two fifths are order pairs
   * @param words vectors of words, for the experts that read
   * @throws IllegalArgumentException if there are no clips, or the vectors are empty, differ in
   *     length, are not finite or are all the same
   */
  public static World generate(long seed, int trainClips, int testClips, WordVectors words) {
    requirePositive("clips to train on", trainClips);
    requirePositive("clips to test on", testClips);
    WordExpert reader = new WordExpert(words);
    Casting casting = Casting.of(new SplittableRandom(seed), trainClips, testClips);
    WorldFootage footage = WorldFootage.of(casting);
    ImmutableList<Recording> trainRecordings = record(casting.train());
    Standardizations scales = Standardizations.of(trainRecordings);
    return new World(
        clips(footage.train(), trainRecordings, scales, reader),
        clips(footage.test(), record(casting.test()), scales, reader),
        casting.orderPairs(),
        experts(reader.dimension()));
  }

  /** Clips to train on: neighbours, in pairs, differ only in the order of events. */
  public ImmutableList<Clip> train() {
    return train;
  }

  /** Clips to test on; each has a first caption of its own, which no training clip has. */
  public ImmutableList<Clip> test() {
    return test;
  }

  /** Pairs of test clips that differ only in the order of events, by index into {@link #test}. */
  public ImmutableList<OrderPair> orderPairs() {
    return orderPairs;
  }

  /** The five experts. */
  public ImmutableList<Expert> experts() {
    return experts;
  }

  private static ImmutableList<Expert> experts(int wordDimension) {
    return ImmutableList.of(
        expert(APPEARANCE, AppearanceExpert.DIMENSION),
        expert(MOTION, MotionExpert.DIMENSION),
        expert(AUDIO, AudioExpert.DIMENSION),
        expert(OCR, wordDimension),
        expert(SPEECH, wordDimension));
  }

  private static Expert expert(String name, int dimension) {
    return new Expert(name, dimension, Expert.ANY_TOKEN_TYPE, new Timing.Stored());
  }

  private static ImmutableList<Recording> record(List<Script> scripts) {
    return scripts.parallelStream().map(Recording::of).collect(toImmutableList());
  }

  private static ImmutableList<Clip> clips(
      List<Footage> footage,
      List<Recording> recordings,
      Standardizations scales,
      WordExpert reader) {
    return IntStream.range(0, footage.size())
        .mapToObj(
            i ->
                new Clip(
                    footage.get(i), features(footage.get(i), recordings.get(i), scales, reader)))
        .collect(toImmutableList());
  }

  private static VideoFeatures features(
      Footage footage, Recording recording, Standardizations scales, WordExpert reader) {
    Script script = footage.script();
    ImmutableMap.Builder<String, ExpertFeatures> features = ImmutableMap.builder();
    features.put(APPEARANCE, eachSecond(recording.appearance(), scales.appearance()));
    features.put(MOTION, eachSecond(recording.motion(), scales.motion()));
    if (!recording.audio().isEmpty()) {
      features.put(AUDIO, eachSecond(recording.audio(), scales.audio()));
    }
    script.writing().ifPresent(text -> features.put(OCR, reader.describe(text.words())));
    script.speech().ifPresent(text -> features.put(SPEECH, reader.describe(text.words())));
    return VideoFeatures.of(footage.id(), features.buildOrThrow());
  }

  /** Feature i covers [i, i + 1) s: its time is the middle. */
  private static ExpertFeatures eachSecond(List<double[]> rows, Standardization scale) {
    double[] times = IntStream.range(0, rows.size()).mapToDouble(i -> i + 0.5).toArray();
    return ExpertFeatures.of(rows.stream().map(scale::apply).toArray(float[][]::new), times);
  }

  private static void requirePositive(String what, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(what + ": found " + count + ", expected at least 1");
    }
  }

  /** One for each expert that measures. */
  private record Standardizations(
      Standardization appearance, Standardization motion, Standardization audio) {

    static Standardizations of(List<Recording> recordings) {
      return new Standardizations(
          measured(recordings, Recording::appearance, AppearanceExpert.DIMENSION),
          measured(recordings, Recording::motion, MotionExpert.DIMENSION),
          measured(recordings, Recording::audio, AudioExpert.DIMENSION));
    }

    private static Standardization measured(
        List<Recording> recordings, Function<Recording, List<double[]>> rows, int dimension) {
      return new Standardization(
          recordings.stream().flatMap(recording -> rows.apply(recording).stream()).toList(),
          dimension);
    }
  }
}
