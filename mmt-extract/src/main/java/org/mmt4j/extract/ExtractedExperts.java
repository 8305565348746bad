package org.mmt4j.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mmt4j.features.FeatureFileException;
import org.mmt4j.io.AtomicFiles;

/**
 * The file {@code experts.json} of a feature folder: the feature dimension of each expert, by name.
 * All videos of a folder have features of the same experts.
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
   * @throws FeatureFileException if the folder has features of different experts
   */
  void requireNames(Set<String> names) throws FeatureFileException {
    if (Files.exists(file) && !read().keySet().equals(names)) {
      throw mismatch(read().keySet(), names);
    }
  }

  /**
   * Writes the file, or compares it with the dimensions if it exists.
   *
   * @throws FeatureFileException if the folder has features of different experts or dimensions, or
   *     cannot be written
   */
  void record(Map<String, Integer> dimensions) throws FeatureFileException {
    if (Files.exists(file)) {
      Map<String, Integer> before = read();
      if (!before.equals(dimensions)) {
        throw mismatch(before, dimensions);
      }
    } else {
      write(dimensions);
    }
  }

  private void write(Map<String, Integer> dimensions) throws FeatureFileException {
    try {
      if (!Files.isDirectory(folder)) { // createDirectories fails for a link to a folder
        Files.createDirectories(folder);
      }
      AtomicFiles.write(file, JSON.writeValueAsBytes(new TreeMap<>(dimensions)));
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

  private FeatureFileException mismatch(Object found, Object expected) {
    return new FeatureFileException(
        file,
        "found features of experts "
            + found
            + ", expected "
            + expected
            + "; use a separate output folder for each set of experts");
  }
}
