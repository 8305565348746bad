package org.mmt4j.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

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

  private static final String LOWER_CASE = "/normalizer/lowercase";
  private static final String STRIP_ACCENTS = "/normalizer/strip_accents";

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
          .put("/normalizer/handle_chinese_chars", "true")
          .put("/pre_tokenizer/type", "\"BertPreTokenizer\"")
          .buildOrThrow();

  private TokenizerJson() {}

  static byte[] readAll(InputStream stream, String name) throws IOException {
    byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IOException(name + ": expected at most " + MAX_BYTES + " bytes, found more");
    }
    return bytes;
  }

  static WordPieceVocabulary parse(byte[] json) throws IOException {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IOException("tokenizer.json: not JSON or truncated: " + e.getOriginalMessage(), e);
    }
    COMMON.forEach((pointer, expected) -> require(root, pointer, expected));
    boolean lowerCase = root.at(LOWER_CASE).asBoolean();
    require(root, LOWER_CASE, String.valueOf(lowerCase));
    if (!root.at(STRIP_ACCENTS).isNull()) {
      require(root, STRIP_ACCENTS, String.valueOf(lowerCase));
    }
    for (JsonNode added : root.path("added_tokens")) {
      String content = added.path("content").asText();
      if (!WordPieceVocabulary.SPECIAL.contains(content)) {
        throw new IllegalArgumentException(
            "tokenizer.json, /added_tokens: found \""
                + content
                + "\", expected only "
                + WordPieceVocabulary.SPECIAL);
      }
    }
    return new WordPieceVocabulary(tokens(root.at("/model/vocab")), lowerCase);
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

  /** Returns the keys of {@code vocabulary}, ordered by their values, which must be 0..n-1. */
  private static List<String> tokens(JsonNode vocabulary) {
    String[] byId = new String[vocabulary.size()];
    Arrays.fill(byId, "");
    for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
      JsonNode id = entry.getValue();
      if (!id.isInt() || id.intValue() < 0 || id.intValue() >= byId.length) {
        throw new IllegalArgumentException(
            "tokenizer.json, id of \""
                + entry.getKey()
                + "\": found "
                + id
                + ", expected an integer from 0 to "
                + (byId.length - 1));
      }
      if (!byId[id.intValue()].isEmpty()) {
        throw new IllegalArgumentException(
            "tokenizer.json, id "
                + id
                + ": found for both \""
                + byId[id.intValue()]
                + "\" and \""
                + entry.getKey()
                + "\", expected unique ids");
      }
      byId[id.intValue()] = entry.getKey();
    }
    return Arrays.asList(byId);
  }

  static String format(WordPieceVocabulary vocabulary) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("version", "1.0").putNull("truncation").putNull("padding");
    for (String special : WordPieceVocabulary.SPECIAL) {
      root.withArray("/added_tokens")
          .addObject()
          .put("id", vocabulary.tokens().indexOf(special))
          .put("content", special)
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", true);
    }
    root.putObject("normalizer")
        .put("type", "BertNormalizer")
        .put("clean_text", true)
        .put("handle_chinese_chars", true)
        .putNull("strip_accents")
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
