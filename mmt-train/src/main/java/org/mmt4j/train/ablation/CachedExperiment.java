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
 * Runs each configuration once: its metrics are kept in a file of a directory, named for the hash
 * of all that they depend on. A series of experiments that was stopped goes on with those that are
 * missing, and one whose configuration has changed is run anew. A file that is damaged is, too, and
 * logged.
 *
 * <p>To know a configuration its model is built, which for a large one takes seconds. A new version
 * of this library is not noticed: use a new directory then.
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
   * What a file says.
   *
   * @param configuration values by name
   * @param seconds that the experiment took
   */
  record Result(
      Map<String, String> configuration, long seed, double seconds, RetrievalMetrics metrics) {}

  private final Path directory;
  private final Experiment experiment;

  /**
   * That experiment with a directory of results, which is created if need be.
   *
   * @param experiment is run where there is no result
   */
  public CachedExperiment(Path directory, Experiment experiment) {
    this.directory = directory;
    this.experiment = experiment;
  }

  /**
   * Metrics from the directory, or of a run.
   *
   * @throws UncheckedIOException if the file of a result cannot be read or written
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
      if (result.configuration().equals(configuration.entries())) {
        return Optional.of(result.metrics());
      }
      log.warn("{}: found the result of another configuration, it is run again", file);
    } catch (JsonProcessingException e) {
      log.warn("{}: found a damaged result, it is run again: {}", file, e.getMessage());
    }
    return Optional.empty();
  }
}
