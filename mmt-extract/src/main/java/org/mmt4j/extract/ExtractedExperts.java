package org.mmt4j.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mmt4j.features.FeatureFileException;
import org.mmt4j.io.AtomicFiles;

/**
 * The file {@code experts.json} of a feature folder: the feature dimension of each expert that has
 * extracted features into it, by name.
 */
final class ExtractedExperts {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Path file;

  ExtractedExperts(Path folder) {
    this.folder = folder;
    this.file = folder.resolve("experts.json");
  }

  /**
   * Returns the names of the experts.
   *
   * @return empty if there is no file
   * @throws FeatureFileException if the file cannot be read
   */
  Optional<Set<String>> names() throws FeatureFileException {
    return Files.exists(file) ? Optional.of(read().keySet()) : Optional.empty();
  }

  /**
   * Adds experts to the file.
   *
   * @throws FeatureFileException if the folder has features of other dimensions, or cannot be
   *     written
   */
  void record(SortedMap<String, Integer> dimensions) throws FeatureFileException {
    Map<String, Integer> before = Files.exists(file) ? read() : Map.of();
    Map<String, Integer> all = new TreeMap<>(before);
    for (Map.Entry<String, Integer> expert : dimensions.entrySet()) {
      Integer found = all.put(expert.getKey(), expert.getValue());
      if (found != null && !found.equals(expert.getValue())) {
        throw mismatch(expert.getKey(), found, expert.getValue());
      }
    }
    if (!all.equals(before)) {
      write(all);
    }
  }

  private void write(Map<String, Integer> dimensions) throws FeatureFileException {
    try {
      AtomicFiles.write(file, JSON.writeValueAsBytes(dimensions));
    } catch (IOException e) {
      throw FileProblem.unwritable(folder, e);
    }
  }

  private Map<String, Integer> read() throws FeatureFileException {
    try {
      return JSON.readValue(Files.readAllBytes(file), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new FeatureFileException(
          file,
          "found \"" + e.getOriginalMessage() + "\", expected feature dimensions by expert",
          e);
    } catch (IOException e) {
      throw new FeatureFileException(file, "cannot be read (" + FileProblem.of(e) + ")", e);
    }
  }

  private FeatureFileException mismatch(String expert, int found, int expected) {
    return new FeatureFileException(
        file,
        "found features of expert "
            + expert
            + " of dimension "
            + found
            + ", expected "
            + expected
            + "; use another output folder");
  }
}
