package org.mmt4j.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();
  private static final TypeReference<List<Pair>> BATCH = new TypeReference<>() {};
  private static final int LARGEST = 1 << 28; // bytes

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
   * @throws IOException if the file cannot be read, has more than 256 MiB, or a line is not a
   *     batch; the message names the file and the line
   */
  public static BatchPlan read(Path file) throws IOException {
    return read(file, LARGEST);
  }

  static BatchPlan read(Path file, int largest) throws IOException {
    List<List<Pair>> batches = new ArrayList<>();
    Reader text =
        new InputStreamReader(
            new ByteArrayInputStream(bytes(file, largest)),
            StandardCharsets.UTF_8.newDecoder()); // rejects invalid bytes
    try (BufferedReader lines = new BufferedReader(text)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        batches.add(batch(file, batches.size() + 1, line));
      }
    } catch (CharacterCodingException e) {
      throw new DataFileException(
          file, "after line " + batches.size() + ": expected UTF-8, found other bytes", e);
    }
    return new BatchPlan(batches);
  }

  private static byte[] bytes(Path file, int largest) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(largest);
      if (in.read() >= 0) {
        throw new DataFileException(
            file,
            "batch plan: found more than %1$d bytes, expected at most %1$d".formatted(largest));
      }
      return bytes;
    }
  }

  private static List<Pair> batch(Path file, int number, String line) throws IOException {
    try {
      List<Pair> batch = JSON.readValue(line, BATCH);
      if (batch == null || batch.contains(null)) {
        throw new DataFileException(file, unexpected(number, "null"));
      }
      return batch;
    } catch (JsonProcessingException e) {
      throw new DataFileException(file, unexpected(number, e.getOriginalMessage()), e);
    }
  }

  private static String unexpected(int line, String found) {
    return "line %d: expected a batch such as [{\"video\": \"video7\", \"captions\": [3]}], found: %s"
        .formatted(line, found);
  }
}
