package org.mmt4j.extract.visiontext;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmt4j.io.DataFileException;

/**
 * The tokenizer of CLIP: byte-pair encoding of bytes (Radford et al., 2021). A text in lower case
 * is split into words, digits and runs of punctuation; the bytes of each are merged, pair by pair,
 * in the order in which the training found the pairs; the last one of a word carries {@code </w>}.
 *
 * <p>Reads {@code tokenizer.json} of HuggingFace. Source: {@code simple_tokenizer.py} of CLIP.
 */
final class ByteLevelBpe {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MAX_BYTES = 64L << 20;

  /** Far more than a text tower reads; bounds the time for a long text. */
  private static final int MAX_CHARACTERS = 1000;

  private static final String START = "<|startoftext|>";
  private static final String END = "<|endoftext|>";
  private static final String END_OF_WORD = "</w>";
  private static final Pattern WORDS =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final String[] CHARACTERS = characters();

  private record Pair(String left, String right) {}

  private final Map<String, Integer> ids;
  private final Map<Pair, Integer> ranks;

  private ByteLevelBpe(Map<String, Integer> ids, Map<Pair, Integer> ranks) {
    this.ids = ids;
    this.ranks = ranks;
  }

  /**
   * Reads a tokenizer.
   *
   * @throws IOException if the file cannot be read, or has no byte-pair encoding with the tokens of
   *     CLIP
   */
  static ByteLevelBpe read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new DataFileException(file, "found a file of more than 64 MB, expected a tokenizer");
    }
    JsonNode model;
    try {
      model = JSON.readTree(Files.readAllBytes(file)).path("model");
    } catch (JsonProcessingException e) {
      throw new DataFileException(file, "expected JSON, found: " + e.getOriginalMessage(), e);
    }
    Map<String, Integer> ids = new HashMap<>();
    model.path("vocab").properties().forEach(e -> ids.put(e.getKey(), e.getValue().asInt()));
    Map<Pair, Integer> ranks = new HashMap<>();
    for (JsonNode merge : model.path("merges")) {
      ranks.putIfAbsent(pair(file, merge), ranks.size());
    }
    for (String special : List.of(START, END)) {
      if (!ids.containsKey(special)) {
        throw new DataFileException(
            file, "found no token " + special + ", expected a byte-pair encoding as of CLIP");
      }
    }
    return new ByteLevelBpe(ids, ranks);
  }

  /** {@code "a b"} or {@code ["a", "b"]}. */
  private static Pair pair(Path file, JsonNode merge) throws DataFileException {
    if (merge.size() == 2) {
      return new Pair(merge.get(0).asText(), merge.get(1).asText());
    }
    int space = merge.asText().indexOf(' ');
    if (space < 1) {
      throw new DataFileException(file, "merge: found " + merge + ", expected two tokens");
    }
    return new Pair(merge.asText().substring(0, space), merge.asText().substring(space + 1));
  }

  /** Returns the id of the token at the end. */
  int endId() {
    return id(END);
  }

  /** Returns the ids of a text between those of start and end, at most {@code maxTokens}. */
  int[] encode(String text, int maxTokens) {
    String start = text.substring(0, Math.min(text.length(), MAX_CHARACTERS));
    String normal = Normalizer.normalize(start, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    List<Integer> tokens = new ArrayList<>();
    tokens.add(id(START));
    Matcher words = WORDS.matcher(normal);
    while (words.find()) {
      merged(words.group()).forEach(token -> tokens.add(id(token)));
    }
    List<Integer> kept = tokens.subList(0, Math.min(tokens.size(), maxTokens - 1));
    int[] all = new int[kept.size() + 1];
    for (int i = 0; i < kept.size(); i++) {
      all[i] = kept.get(i);
    }
    all[kept.size()] = endId();
    return all;
  }

  private int id(String token) {
    Integer id = ids.get(token);
    return id == null ? ids.getOrDefault(END, 0) : id; // the end is also CLIP's unknown token
  }

  private List<String> merged(String word) {
    List<String> parts = new ArrayList<>();
    for (byte value : word.getBytes(StandardCharsets.UTF_8)) {
      parts.add(CHARACTERS[Byte.toUnsignedInt(value)]);
    }
    parts.set(parts.size() - 1, parts.get(parts.size() - 1) + END_OF_WORD);
    while (true) {
      int best = -1;
      int bestRank = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < parts.size(); i++) {
        int rank = ranks.getOrDefault(new Pair(parts.get(i), parts.get(i + 1)), bestRank);
        if (rank < bestRank) {
          best = i;
          bestRank = rank;
        }
      }
      if (best < 0) {
        return parts;
      }
      parts.set(best, parts.get(best) + parts.remove(best + 1));
    }
  }

  /** Returns a printable character for each byte: itself if it is one, else one from U+0100 on. */
  private static String[] characters() {
    String[] characters = new String[256];
    int next = 256;
    for (int value = 0; value < 256; value++) {
      boolean isPrintable =
          (value >= '!' && value <= '~') || (value >= 0xa1 && value <= 0xac) || value >= 0xae;
      characters[value] = Character.toString(isPrintable ? value : next++);
    }
    return characters;
  }
}
