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
 * Training and test clips with captions and the features of five experts:
 *
 * <table>
 * <caption>Experts</caption>
 * <tr><th>name</th><th>a feature is</th><th>missing if</th></tr>
 * <tr><td>{@code appearance}</td><td>colour and shape, per second</td><td>never</td></tr>
 * <tr><td>{@code motion}</td><td>motion, per second</td><td>never</td></tr>
 * <tr><td>{@code audio}</td><td>a spectrum, per second</td><td>there is no sound track</td></tr>
 * <tr><td>{@code ocr}</td><td>a written word</td><td>nothing is written</td></tr>
 * <tr><td>{@code speech}</td><td>a spoken word</td><td>nobody speaks</td></tr>
 * </table>
 *
 * <p>Each half of a clip has one event: a motion, often with a sound. Features do not depend on
 * positions, and an event has the same features in both halves, so only the times show which event
 * is first. Immutable; the same seed always generates the same world.
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
   * @param seed seed of all random values
   * @param trainClips number of training clips, at least 1
   * @param testClips number of test clips, at least 1; two fifths form order pairs
   * @param words word vectors for the experts {@code ocr} and {@code speech}
   * @throws IllegalArgumentException if there are no clips, or if the vectors are empty, have
   *     different dimensions, contain NaN or infinity, or are all the same
   */
  public static World generate(long seed, int trainClips, int testClips, WordVectors words) {
    requirePositive("training clips", trainClips);
    requirePositive("test clips", testClips);
    WordExpert wordExpert = new WordExpert(words);
    Casting casting = Casting.of(new SplittableRandom(seed), trainClips, testClips);
    WorldFootage footage = WorldFootage.of(casting);
    ImmutableList<Recording> trainRecordings = record(casting.train());
    Standardizations scales = Standardizations.of(trainRecordings);
    return new World(
        clips(footage.train(), trainRecordings, scales, wordExpert),
        clips(footage.test(), record(casting.test()), scales, wordExpert),
        casting.orderPairs(),
        experts(wordExpert.dimension()));
  }

  /** Returns the training clips; neighbours, in pairs, differ only in the order of events. */
  public ImmutableList<Clip> train() {
    return train;
  }

  /** Returns the test clips; their first captions are unique and no training clip has them. */
  public ImmutableList<Clip> test() {
    return test;
  }

  /**
   * Returns pairs of test clips that differ only in the order of events, as indices into {@link
   * #test}.
   */
  public ImmutableList<OrderPair> orderPairs() {
    return orderPairs;
  }

  /** Returns the five experts. */
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
      WordExpert wordExpert) {
    return IntStream.range(0, footage.size())
        .mapToObj(
            i ->
                new Clip(
                    footage.get(i),
                    features(footage.get(i), recordings.get(i), scales, wordExpert)))
        .collect(toImmutableList());
  }

  private static VideoFeatures features(
      Footage footage, Recording recording, Standardizations scales, WordExpert wordExpert) {
    Script script = footage.script();
    ImmutableMap.Builder<String, ExpertFeatures> features = ImmutableMap.builder();
    features.put(APPEARANCE, perSecond(recording.appearance(), scales.appearance()));
    features.put(MOTION, perSecond(recording.motion(), scales.motion()));
    if (!recording.audio().isEmpty()) {
      features.put(AUDIO, perSecond(recording.audio(), scales.audio()));
    }
    script.writing().ifPresent(text -> features.put(OCR, wordExpert.describe(text.words())));
    script.speech().ifPresent(text -> features.put(SPEECH, wordExpert.describe(text.words())));
    return VideoFeatures.of(footage.id(), features.buildOrThrow());
  }

  /** Returns features with times. Feature i covers [i, i + 1) s; its time is the middle. */
  private static ExpertFeatures perSecond(List<double[]> rows, Standardization scale) {
    double[] times = IntStream.range(0, rows.size()).mapToDouble(i -> i + 0.5).toArray();
    return ExpertFeatures.of(rows.stream().map(scale::apply).toArray(float[][]::new), times);
  }

  private static void requirePositive(String name, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, found " + count);
    }
  }

  /** Standardizations of the appearance, motion and audio features. */
  private record Standardizations(
      Standardization appearance, Standardization motion, Standardization audio) {

    static Standardizations of(List<Recording> recordings) {
      return new Standardizations(
          standardization(recordings, Recording::appearance, AppearanceExpert.DIMENSION),
          standardization(recordings, Recording::motion, MotionExpert.DIMENSION),
          standardization(recordings, Recording::audio, AudioExpert.DIMENSION));
    }

    private static Standardization standardization(
        List<Recording> recordings, Function<Recording, List<double[]>> rows, int dimension) {
      return new Standardization(
          recordings.stream().flatMap(recording -> rows.apply(recording).stream()).toList(),
          dimension);
    }
  }
}
