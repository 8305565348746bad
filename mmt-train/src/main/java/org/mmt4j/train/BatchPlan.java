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
 * The batches of a training, in their order, given instead of drawn: to replay somebody else's
 * training step by step. Each batch has as many videos as the configuration says, each video as
 * many captions.
 *
 * <p>Of videos with more features than the model reads, the choice is still drawn by the seed.
 *
 * @param batches pairs of each batch
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
   * @param video its id
   * @param captions numbers of its captions, from 0
   */
  public record Pair(String video, List<Integer> captions) {
    /** Copies the numbers. */
    public Pair {
      captions = List.copyOf(captions);
    }
  }

  /** Copies the batches. */
  public BatchPlan {
    batches = batches.stream().map(List::copyOf).toList();
  }

  /**
   * Reads a file with a batch in each line: {@code [{"video": "video7", "captions": [3]}, ...]}.
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
            "line %d: found %s, expected a batch such as [{\"video\": \"video7\", \"captions\": [3]}]"
                .formatted(batches.size() + 1, e.getOriginalMessage()),
            e);
      }
    }
    return new BatchPlan(batches);
  }
}
