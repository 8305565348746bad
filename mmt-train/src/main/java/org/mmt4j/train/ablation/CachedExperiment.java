package org.mmt4j.train.ablation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.io.ModelFiles;
import org.mmt4j.train.evaluation.RetrievalMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each configuration once. Stores its metrics in a file whose name is the hash of everything
 * that they depend on. An interrupted series of experiments continues with the missing ones. An
 * experiment runs again if its configuration has changed or its file is damaged; the latter is
 * logged.
 *
 * <p>To compute the hash, the model of the configuration is built, which takes seconds for a large
 * one. The version of this library is not part of the hash: use a new directory for a new version.
 */
public final class CachedExperiment implements Experiment {

  private static final Logger log = LoggerFactory.getLogger(CachedExperiment.class);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Content of a file.
   *
   * @param configuration values of the configuration by name
   * @param seconds duration of the experiment
   */
  record Result(
      Map<String, String> configuration, long seed, double seconds, RetrievalMetrics metrics) {}

  private final Path directory;
  private final Experiment experiment;

  /**
   * Creates a cache of an experiment. The directory is created if needed.
   *
   * @param experiment experiment to run if there is no stored result
   */
  public CachedExperiment(Path directory, Experiment experiment) {
    this.directory = directory;
    this.experiment = experiment;
  }

  /**
   * Returns the stored metrics, or runs the experiment.
   *
   * @throws UncheckedIOException if a result file cannot be read or written
   */
  @Override
  public RetrievalMetrics run(Setup setup, long seed) {
    Configuration configuration = Configuration.of(setup, seed);
    Path file = directory.resolve(configuration.hash() + ".json");
    try {
      Optional<RetrievalMetrics> before = read(file, configuration);
      if (before.isPresent()) {
        return before.get();
      }
      long start = System.nanoTime();
      RetrievalMetrics metrics = experiment.run(setup, seed);
      double seconds = (System.nanoTime() - start) * 1e-9;
      Files.createDirectories(directory);
      AtomicFiles.write(
          file,
          JSON.writeValueAsBytes(new Result(configuration.entries(), seed, seconds, metrics)));
      return metrics;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<RetrievalMetrics> read(Path file, Configuration configuration)
      throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Result result = JSON.readValue(ModelFiles.readSmall(file), Result.class);
      if (result == null) {
        log.warn("{}: found a damaged result; the experiment runs again: null", file);
        return Optional.empty();
      }
      if (result.configuration().equals(configuration.entries())) {
        return Optional.of(result.metrics());
      }
      log.warn(
          "{}: found the result of a different configuration; the experiment runs again", file);
    } catch (JsonProcessingException e) {
      log.warn("{}: found a damaged result; the experiment runs again: {}", file, e.getMessage());
    }
    return Optional.empty();
  }
}
