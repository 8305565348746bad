package org.mmt4j.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mmt4j.io.DataFileException;

/**
 * A given sequence of training batches, used instead of drawn ones, for example to replay a
 * training of the reference step by step. Each batch has the configuration's batch size, and each
 * video the configuration's number of captions.
 *
 * <p>If a video has more features than the model reads, they are still sampled with the seed.
 *
 * @param batches the pairs of each batch
 */
public record BatchPlan(List<List<Pair>> batches) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final TypeReference<List<Pair>> BATCH = new TypeReference<>() {};

  /**
   * A video of a batch.
   *
   * @param video id of the video
   * @param captions indices of its captions, from 0
   */
  public record Pair(String video, List<Integer> captions) {
    /** Copies the indices. */
    public Pair {
      captions = List.copyOf(captions);
    }
  }

  /** Copies the batches. */
  public BatchPlan {
    batches = batches.stream().map(List::copyOf).toList();
  }

  /**
   * Reads a file with one batch per line: {@code [{"video": "video7", "captions": [3]}, ...]}.
   *
   * @throws IOException if the file cannot be read, or a line is not a batch; the message names the
   *     file and the line
   */
  public static BatchPlan read(Path file) throws IOException {
    List<List<Pair>> batches = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      try {
        batches.add(JSON.readValue(line, BATCH));
      } catch (JsonProcessingException e) {
        throw new DataFileException(
            file,
            "line %d: expected a batch such as [{\"video\": \"video7\", \"captions\": [3]}], found: %s"
                .formatted(batches.size() + 1, e.getOriginalMessage()),
            e);
      }
    }
    return new BatchPlan(batches);
  }
}
