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
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideos;
import org.mmt4j.graph.Parameters;
import org.mmt4j.io.DataFileException;

/**
 * What must be the same for a training to be resumed from a checkpoint: its configuration, the
 * model's and the caption encoder's, and the ids of all videos. The number of steps may grow; of
 * the learning rate, those of the first step and of the last one count.
 */
final class Fingerprint {

  private static final Set<String> MAY_CHANGE = Set.of("steps", "epochs", "learningRate");

  private final TrainingConfig config;
  private final ImmutableSortedMap<String, String> constant;

  Fingerprint(
      TrainingConfig config,
      MmtModel model,
      List<TrainingSource> sources,
      Optional<CaptionedVideos> validation,
      Optional<BatchPlan> plan) {
    this.config = config;
    ImmutableSortedMap.Builder<String, String> entries = ImmutableSortedMap.naturalOrder();
    config.values().entrySet().stream()
        .filter(value -> !MAY_CHANGE.contains(value.getKey()))
        .forEach(value -> entries.put(value));
    entries.put("model", model.config().toString());
    model
        .network()
        .captionEncoder()
        .describe()
        .forEach((name, value) -> entries.put("captionEncoder." + name, value));
    entries.put("trained", hash(trained(model.parameters())));
    entries.put("videos", hash(videos(sources)));
    entries.put("validation", validation.map(videos -> hash(ids(videos).toList())).orElse("none"));
    entries.put("batches", plan.map(given -> hash(List.of(given.toString()))).orElse("drawn"));
    this.constant = entries.buildOrThrow();
  }

  /** As a checkpoint holds them. */
  ImmutableSortedMap<String, String> after(int step) {
    return ImmutableSortedMap.<String, String>naturalOrder()
        .putAll(constant)
        .put("firstLearningRate", String.valueOf(config.learningRate().rate(0)))
        .put("lastLearningRate", String.valueOf(config.learningRate().rate(step - 1)))
        .buildOrThrow();
  }

  /** Of a whole training: also the number of steps and the learning rate of each. */
  ImmutableSortedMap<String, String> whole() {
    return ImmutableSortedMap.<String, String>naturalOrder()
        .putAll(constant)
        .put("steps", String.valueOf(config.steps()))
        .put("learningRates", hash(this::rates))
        .buildOrThrow();
  }

  private Iterator<String> rates() {
    return IntStream.range(0, config.steps())
        .mapToObj(step -> String.valueOf(config.learningRate().rate(step)))
        .iterator();
  }

  /**
   * Compares with a checkpoint.
   *
   * @throws IOException if something differs, or the checkpoint has taken more steps than wanted
   */
  void require(Path checkpoint, TrainerFile found) throws IOException {
    if (found.step() > config.steps()) {
      throw new DataFileException(
          checkpoint,
          "steps: found %d in the configuration, expected at least the %d that were taken"
              .formatted(config.steps(), found.step()));
    }
    Map<String, String> expected = after(found.step());
    if (!found.settings().equals(expected)) {
      throw new DataFileException(
          checkpoint,
          "the checkpoint of a different training, found and expected %s; resume with the same settings, or use another directory"
              .formatted(Maps.difference(found.settings(), expected)));
    }
  }

  private Iterable<String> trained(Parameters parameters) {
    Predicate<String> frozen = TrainedParameters.frozen(config, parameters);
    return TrainedParameters.rateFactors(config, parameters).entrySet().stream()
        .filter(factor -> !frozen.test(factor.getKey()))
        .map(factor -> factor.getKey() + "=" + factor.getValue())
        .toList();
  }

  private static Iterable<String> videos(List<TrainingSource> sources) {
    return () ->
        sources.stream()
            .flatMap(
                source ->
                    Stream.concat(Stream.of("weight " + source.weight()), ids(source.videos())))
            .iterator();
  }

  private static Stream<String> ids(CaptionedVideos videos) {
    return IntStream.range(0, videos.size()).mapToObj(videos::id);
  }

  private static String hash(Iterable<String> lines) {
    Hasher hasher = Hashing.sha256().newHasher();
    lines.forEach(line -> hasher.putString(line, StandardCharsets.UTF_8).putByte((byte) '\n'));
    return hasher.hash().toString();
  }
}
