package org.mmt4j.train;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mmt4j.graph.Parameters;

/**
 * What must be the same for a training to go on from a checkpoint: settings that change what a step
 * does, and the ids of the videos. The number of steps may grow, and the number of loader threads
 * counts for nothing. Of the learning rate, those of the first step and of the last one count.
 */
final class Fingerprint {

  private final TrainingSettings settings;
  private final ImmutableSortedMap<String, String> constant;

  Fingerprint(TrainingSettings settings, List<Source> sources, Parameters parameters) {
    this.settings = settings;
    this.constant =
        ImmutableSortedMap.<String, String>naturalOrder()
            .put("batchSize", String.valueOf(settings.batchSize()))
            .put("gradientAccumulationSteps", String.valueOf(settings.gradientAccumulationSteps()))
            .put("hardNegativeGroup", String.valueOf(settings.hardNegativeGroup()))
            .put("captionsPerVideo", String.valueOf(settings.captionsPerVideo()))
            .put("replacement", String.valueOf(settings.replacement()))
            .put("frozenCaptions", String.valueOf(settings.frozenCaptions()))
            .put("optimizer", settings.adam().toString())
            .put("maxGradientNorm", String.valueOf(settings.maxGradientNorm()))
            .put("loss", settings.loss().toString())
            .put("seed", String.valueOf(settings.seed()))
            .put("learning", hash(learning(parameters)))
            .put("videos", hash(videos(sources)))
            .buildOrThrow();
  }

  /** As a checkpoint holds them. */
  ImmutableSortedMap<String, String> after(int step) {
    return ImmutableSortedMap.<String, String>naturalOrder()
        .putAll(constant)
        .put("firstLearningRate", String.valueOf(settings.learningRate().rate(0)))
        .put("lastLearningRate", String.valueOf(settings.learningRate().rate(step - 1)))
        .buildOrThrow();
  }

  /** Of a whole training: also the number of steps and the learning rate of each. */
  ImmutableSortedMap<String, String> whole() {
    return ImmutableSortedMap.<String, String>naturalOrder()
        .putAll(constant)
        .put("steps", String.valueOf(settings.steps()))
        .put("learningRates", hash(this::rates))
        .buildOrThrow();
  }

  private Iterator<String> rates() {
    return IntStream.range(0, settings.steps())
        .mapToObj(step -> String.valueOf(settings.learningRate().rate(step)))
        .iterator();
  }

  /**
   * Compares with a checkpoint.
   *
   * @throws IOException if something differs, or the checkpoint has taken more steps than wanted
   */
  void require(Path checkpoint, TrainerFile found) throws IOException {
    if (found.step() > settings.steps()) {
      throw new IOException(
          "%s: steps: found %d wanted, expected at least the %d that it has taken"
              .formatted(checkpoint, settings.steps(), found.step()));
    }
    Map<String, String> expected = after(found.step());
    if (!found.settings().equals(expected)) {
      throw new IOException(
          "%s: settings of another training: found and expected %s; its own go on from it, others need a directory of their own"
              .formatted(checkpoint, Maps.difference(found.settings(), expected)));
    }
  }

  private Iterable<String> learning(Parameters parameters) {
    Predicate<String> frozen = settings.frozenOf(parameters);
    return settings.rateFactors(parameters).entrySet().stream()
        .filter(factor -> !frozen.test(factor.getKey()))
        .map(factor -> factor.getKey() + "=" + factor.getValue())
        .toList();
  }

  private static Iterable<String> videos(List<Source> sources) {
    return () ->
        sources.stream()
            .flatMap(
                source ->
                    Stream.concat(
                        Stream.of("weight " + source.weight()),
                        IntStream.range(0, source.videos().size()).mapToObj(source.videos()::id)))
            .iterator();
  }

  private static String hash(Iterable<String> lines) {
    Hasher hasher = Hashing.sha256().newHasher();
    lines.forEach(line -> hasher.putString(line, StandardCharsets.UTF_8).putByte((byte) '\n'));
    return hasher.hash().toString();
  }
}
