package org.mmt4j.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The {@code tokenizer.json} of a BERT: a vocabulary, the lower-case flag, and settings that are
 * the same for every BERT.
 *
 * <p>The native tokenizer receives only JSON that {@link #format} wrote. {@link #parse} reads a
 * user's file and rejects all settings that differ from those of a BERT.
 */
final class TokenizerJson {

  /** Far more than any BERT needs (30 522 word pieces: 0.7 MB), but too few to exhaust memory. */
  private static final int MAX_BYTES = 64 << 20;

  /** An id may exceed the number of word pieces by this number: some vocabularies have gaps. */
  private static final int MAX_GAP = 1 << 16;

  /** An added token and its id, if the file states one. */
  record Added(OptionalInt id, AddedToken token) {}

  /** What a file states. */
  record Content(List<String> tokens, TextRules rules, List<Added> added) {

    WordPieceVocabulary vocabulary() {
      return with(rules, added);
    }

    /** Returns the vocabulary for other rules and added tokens. */
    WordPieceVocabulary with(TextRules otherRules, List<Added> otherAdded) {
      List<String> all = new ArrayList<>(tokens);
      Map<String, AddedToken> unique = new LinkedHashMap<>();
      Set<String> known = new HashSet<>(tokens);
      for (Added candidate : otherAdded) {
        String content = candidate.token().content();
        if (!WordPieceVocabulary.SPECIAL.contains(content)) {
          unique.putIfAbsent(content, candidate.token());
          if (known.add(content)) {
            append(all, candidate);
          }
        }
      }
      return WordPieceVocabulary.of(all, otherRules, List.copyOf(unique.values()));
    }

    /** Appends a token at its id, or at the end if another token has the id. */
    private static void append(List<String> all, Added added) {
      int id = added.id().orElse(all.size());
      if (id > all.size() + MAX_GAP) {
        throw new IllegalArgumentException(
            "id of the added token \""
                + added.token().content()
                + "\": found "
                + id
                + ", expected at most "
                + (all.size() + MAX_GAP));
      }
      while (all.size() < id) {
        all.add(WordPieceVocabulary.unused(all.size()));
      }
      all.add(added.token().content());
    }
  }

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Settings of every BERT tokenizer: JSON values by JSON pointer. */
  private static final ImmutableMap<String, String> COMMON =
      ImmutableMap.<String, String>builder()
          .put("/model/type", "\"WordPiece\"")
          .put("/model/unk_token", "\"[UNK]\"")
          .put("/model/continuing_subword_prefix", "\"##\"")
          .put("/model/max_input_chars_per_word", "100")
          .put("/normalizer/type", "\"BertNormalizer\"")
          .put("/normalizer/clean_text", "true")
          .put("/pre_tokenizer/type", "\"BertPreTokenizer\"")
          .buildOrThrow();

  private TokenizerJson() {}

  static byte[] readAll(InputStream stream, String name) throws IOException {
    return readAll(stream, name, MAX_BYTES);
  }

  static byte[] readAll(InputStream stream, String name, int most) throws IOException {
    byte[] bytes = stream.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new IOException(name + ": expected at most " + most + " bytes, found more");
    }
    return bytes;
  }

  static WordPieceVocabulary parse(byte[] json) throws IOException {
    return content(json).vocabulary();
  }

  static Content content(byte[] json) throws IOException {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IOException("tokenizer.json: not JSON or truncated: " + e.getOriginalMessage(), e);
    }
    COMMON.forEach((pointer, expected) -> require(root, pointer, expected));
    TextRules rules =
        TextRules.of(root.path("normalizer"), "lowercase", "strip_accents", "handle_chinese_chars");
    List<Added> added = new ArrayList<>();
    root.path("added_tokens").forEach(token -> added.add(added(token.path("id"), token, false)));
    return new Content(tokens(root.at("/model/vocab")), rules, inOrderOfIds(added));
  }

  /**
   * Reads an added token, which is text or an object with its options.
   *
   * @param special whether it is special if it does not say
   */
  static Added added(JsonNode id, JsonNode token, boolean special) {
    String content = token.isTextual() ? token.asText() : token.path("content").asText();
    if (content.isEmpty() || !(id.isMissingNode() || (id.isInt() && id.intValue() >= 0))) {
      throw new IllegalArgumentException(
          "added token: found "
              + Excerpt.of(token + " with id " + id)
              + ", expected text and an id");
    }
    boolean isSpecial = token.path("special").asBoolean(special);
    return new Added(
        id.isInt() ? OptionalInt.of(id.intValue()) : OptionalInt.empty(),
        new AddedToken(
            content,
            token.path("single_word").asBoolean(),
            token.path("lstrip").asBoolean(),
            token.path("rstrip").asBoolean(),
            token.path("normalized").asBoolean(!isSpecial),
            isSpecial));
  }

  /** Sorts tokens by id; those without one are last, in their order. */
  static List<Added> inOrderOfIds(List<Added> added) {
    return added.stream()
        .sorted(Comparator.comparingInt(token -> token.id().orElse(Integer.MAX_VALUE)))
        .toList();
  }

  private static void require(JsonNode root, String pointer, String expected) {
    JsonNode found = root.at(pointer);
    if (!found.toString().equals(expected)) {
      throw new IllegalArgumentException(
          "tokenizer.json, "
              + pointer
              + (found.isMissingNode() ? ": missing" : ": found " + found)
              + ", expected "
              + expected);
    }
  }

  /** Returns the keys of {@code vocabulary}, ordered by their values; gaps match no text. */
  private static List<String> tokens(JsonNode vocabulary) {
    int largest = vocabulary.size() - 1 + MAX_GAP;
    int size = 0;
    for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
      JsonNode id = entry.getValue();
      if (!id.isInt() || id.intValue() < 0 || id.intValue() > largest) {
        throw new IllegalArgumentException(
            "tokenizer.json, id of \""
                + entry.getKey()
                + "\": found "
                + id
                + ", expected an integer from 0 to "
                + largest);
      }
      size = Math.max(size, id.intValue() + 1);
    }
    String[] byId = new String[size];
    Arrays.setAll(byId, WordPieceVocabulary::unused);
    Set<Integer> used = new HashSet<>();
    for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
      int id = entry.getValue().intValue();
      if (!used.add(id)) {
        throw new IllegalArgumentException(
            "tokenizer.json, id "
                + id
                + ": found for both \""
                + byId[id]
                + "\" and \""
                + entry.getKey()
                + "\", expected unique ids");
      }
      byId[id] = entry.getKey();
    }
    return Arrays.asList(byId);
  }

  static String format(WordPieceVocabulary vocabulary) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("version", "1.0").putNull("truncation").putNull("padding");
    for (String special : WordPieceVocabulary.SPECIAL) {
      putAdded(root, vocabulary, AddedToken.special(special));
    }
    vocabulary.added().forEach(token -> putAdded(root, vocabulary, token));
    root.putObject("normalizer")
        .put("type", "BertNormalizer")
        .put("clean_text", true)
        .put("handle_chinese_chars", vocabulary.splitChinese())
        .put( // null: as lowercase
            "strip_accents",
            vocabulary.stripAccents() == vocabulary.lowerCase() ? null : vocabulary.stripAccents())
        .put("lowercase", vocabulary.lowerCase());
    root.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
    root.set("post_processor", clsTextSep(vocabulary));
    root.putObject("decoder").put("type", "WordPiece").put("prefix", "##").put("cleanup", true);
    ObjectNode model =
        root.putObject("model")
            .put("type", "WordPiece")
            .put("unk_token", "[UNK]")
            .put("continuing_subword_prefix", "##")
            .put("max_input_chars_per_word", 100);
    ObjectNode ids = model.putObject("vocab");
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      ids.put(vocabulary.tokens().get(id), id);
    }
    return root.toString();
  }

  private static void putAdded(ObjectNode root, WordPieceVocabulary vocabulary, AddedToken token) {
    root.withArray("/added_tokens")
        .addObject()
        .put("id", vocabulary.tokens().indexOf(token.content()))
        .put("content", token.content())
        .put("single_word", token.singleWord())
        .put("lstrip", token.stripsLeft())
        .put("rstrip", token.stripsRight())
        .put("normalized", token.normalized())
        .put("special", token.special());
  }

  /** Returns the post-processor {@code [CLS] text [SEP]}, which other readers of the file need. */
  private static ObjectNode clsTextSep(WordPieceVocabulary vocabulary) {
    ObjectNode processor = MAPPER.createObjectNode().put("type", "BertProcessing");
    for (String side : new String[] {"sep", "cls"}) {
      String token = side.equals("sep") ? WordPieceVocabulary.SEP : WordPieceVocabulary.CLS;
      processor.putArray(side).add(token).add(vocabulary.tokens().indexOf(token));
    }
    return processor;
  }
}
