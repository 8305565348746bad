package org.mmt4j.train;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mmt4j.MmtModel;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.data.CaptionedVideos;
import org.mmt4j.graph.Parameters;
import org.mmt4j.io.DataFileException;

/**
 * The settings that must match for a training to resume from a checkpoint: the configurations of
 * the training, the model and the caption encoder, and the ids of all videos. The number of steps
 * may grow. Of the learning rates, only those of the first and of the last step taken must match.
 */
final class Fingerprint {

  private static final Set<String> MAY_CHANGE = Set.of("steps", "epochs", "learningRate");

  private static final String ENCODER = "captionEncoder.";

  private final TrainingConfig config;
  private final CaptionEncoder encoder;
  private final ImmutableSortedMap<String, String> constant;

  Fingerprint(
      TrainingConfig config,
      MmtModel model,
      List<TrainingSource> sources,
      Optional<CaptionedVideos> validation,
      Optional<BatchPlan> plan) {
    this.config = config;
    this.encoder = model.network().captionEncoder();
    ImmutableSortedMap.Builder<String, String> entries = ImmutableSortedMap.naturalOrder();
    config.values().entrySet().stream()
        .filter(value -> !MAY_CHANGE.contains(value.getKey()))
        .forEach(value -> entries.put(value));
    model.describe().forEach((name, value) -> entries.put("model." + name, value));
    encoder.describe().forEach((name, value) -> entries.put(ENCODER + name, value));
    entries.put("trained", hash(trained(model.parameters())));
    entries.put("videos", hash(videos(sources)));
    entries.put("validation", validation.map(videos -> hash(ids(videos).toList())).orElse("none"));
    entries.put("batches", plan.map(given -> hash(List.of(given.toString()))).orElse("drawn"));
    this.constant = entries.buildOrThrow();
  }

  /** Returns the settings as a checkpoint after that step stores them. */
  ImmutableSortedMap<String, String> after(int step) {
    return ImmutableSortedMap.<String, String>naturalOrder()
        .putAll(constant)
        .put("firstLearningRate", String.valueOf(config.learningRate().rate(0)))
        .put("lastLearningRate", String.valueOf(config.learningRate().rate(step - 1)))
        .buildOrThrow();
  }

  /**
   * Returns the settings of a complete training, including the number of steps and all learning
   * rates.
   */
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
   * Compares these settings with those of a checkpoint.
   *
   * @throws IOException if a setting differs, or the checkpoint has more steps than the
   *     configuration
   */
  void require(Path checkpoint, TrainerFile found) throws IOException {
    if (found.step() > config.steps()) {
      throw new DataFileException(
          checkpoint,
          "steps of the configuration: found %d, expected at least the %d steps that the checkpoint has taken"
              .formatted(config.steps(), found.step()));
    }
    Map<String, String> expected = after(found.step());
    Map<String, String> settings = completed(found.settings(), expected.keySet());
    if (!settings.equals(expected)) {
      throw new DataFileException(
          checkpoint,
          "this is the checkpoint of a different training: found and expected settings are %s; resume with the same settings, or use a different directory"
              .formatted(Maps.difference(settings, expected)));
    }
  }

  /**
   * Adds the defaults of the options that the settings lack: the checkpoint is older than they are.
   */
  private Map<String, String> completed(Map<String, String> settings, Set<String> names) {
    Map<String, String> defaults = new HashMap<>(TrainingConfig.builder().build().values());
    encoder.defaultOptions().forEach((name, value) -> defaults.put(ENCODER + name, value));
    defaults.keySet().retainAll(names);
    defaults.putAll(settings);
    return defaults;
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
