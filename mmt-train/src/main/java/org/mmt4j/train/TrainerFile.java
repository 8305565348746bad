package org.mmt4j.train;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.io.DataFileException;
import org.mmt4j.io.ModelFiles;

/**
 * Content of {@code trainer.json} of a checkpoint.
 *
 * @param format format version of the checkpoint, {@link #FORMAT}
 * @param step number of steps taken
 * @param settings by name, the settings that must match to resume
 * @param sha256 checksums of the other files, by their paths in the checkpoint
 */
record TrainerFile(
    int format,
    int step,
    Map<String, String> settings,
    Progress progress,
    Map<String, String> sha256) {

  static final int FORMAT = 2;
  static final String NAME = "trainer.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .withConfigOverride(
              Map.class, map -> map.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL)))
          .build();

  void write(Path directory) throws IOException {
    AtomicFiles.write(directory.resolve(NAME), JSON.writeValueAsBytes(this));
  }

  /** Reads the file of a checkpoint. */
  static TrainerFile read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    try {
      TrainerFile read = JSON.readValue(ModelFiles.readSmall(file), TrainerFile.class);
      if (read == null) {
        throw new DataFileException(file, "expected the description of a checkpoint, found null");
      }
      if (read.format != FORMAT) {
        throw new DataFileException(file, "format: found " + read.format + ", expected " + FORMAT);
      }
      if (read.step < 1) {
        throw new DataFileException(file, "step: found " + read.step + ", expected at least 1");
      }
      return read;
    } catch (JsonProcessingException e) {
      throw new DataFileException(
          file, "expected the description of a checkpoint, found: " + e.getMessage(), e);
    }
  }
}
