package org.mmt4j.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.mmt4j.text.TokenizerJson.Added;
import org.mmt4j.text.TokenizerJson.Content;

/**
 * Reads the vocabulary of a BERT and the rules of its tokenizer from a directory of HuggingFace's
 * libraries.
 *
 * <p>The word pieces are those of {@code tokenizer.json}, or else of {@code vocab.txt}. Rules for
 * letters that {@code tokenizer_config.json} states replace those of {@code tokenizer.json}, as in
 * {@code BertTokenizerFast}; text is lower-cased if neither says otherwise. Added tokens are those
 * of {@code tokenizer.json}, {@code tokenizer_config.json}, {@code added_tokens.json} and {@code
 * special_tokens_map.json} together.
 */
final class HuggingFaceTokenizer {

  static final String VOCABULARY_FILE = "vocab.txt";
  static final String CONFIG_FILE = "tokenizer_config.json";

  private static final String ADDED_FILE = "added_tokens.json";
  private static final String SPECIAL_FILE = "special_tokens_map.json";
  private static final String ADDITIONAL = "additional_special_tokens";

  private HuggingFaceTokenizer() {}

  static WordPieceVocabulary read(Path directory) throws IOException {
    JsonNode config = optional(directory.resolve(CONFIG_FILE));
    Path file = directory.resolve(Bert.TOKENIZER_FILE);
    Content content;
    if (Files.exists(file)) {
      content = BertLoader.read(file, TokenizerJson::content);
    } else {
      file = directory.resolve(VOCABULARY_FILE);
      List<String> lines =
          BertLoader.read(file, text -> WordPieceVocabulary.lines(new ByteArrayInputStream(text)));
      content = new Content(lines, TextRules.OPEN, List.of());
    }
    TextRules rules =
        BertLoader.checked(directory.resolve(CONFIG_FILE), () -> rules(config))
            .orElse(content.rules());
    List<Added> added = new ArrayList<>(content.added());
    added.addAll(TokenizerJson.inOrderOfIds(added(directory, config, content)));
    return BertLoader.checked(file, () -> content.with(rules, added));
  }

  private static TextRules rules(JsonNode config) {
    BertJson.requireIfPresent(config, "do_basic_tokenize", "true");
    BertJson.requireIfPresent(config, "word_tokenizer_type", "basic");
    BertJson.requireIfPresent(config, "subword_tokenizer_type", "wordpiece");
    return TextRules.of(config, "do_lower_case", "strip_accents", "tokenize_chinese_chars");
  }

  private static List<Added> added(Path directory, JsonNode config, Content content)
      throws IOException {
    List<Added> added = new ArrayList<>();
    BertLoader.checked(
        directory.resolve(CONFIG_FILE),
        () -> {
          config
              .path("added_tokens_decoder")
              .properties()
              .forEach(
                  token ->
                      added.add(TokenizerJson.added(id(token.getKey()), token.getValue(), false)));
          added.addAll(additional(config));
          return added.addAll(neverSplit(config, content));
        });
    JsonNode ids = optional(directory.resolve(ADDED_FILE));
    BertLoader.checked(
        directory.resolve(ADDED_FILE),
        () -> {
          for (var token : ids.properties()) {
            JsonNode text = BertJson.text(token.getKey());
            added.add(TokenizerJson.added(token.getValue(), text, true));
          }
          return ids;
        });
    JsonNode special = optional(directory.resolve(SPECIAL_FILE));
    added.addAll(BertLoader.checked(directory.resolve(SPECIAL_FILE), () -> additional(special)));
    return added;
  }

  private static List<Added> additional(JsonNode root) {
    List<Added> added = new ArrayList<>();
    for (JsonNode token : root.path(ADDITIONAL)) {
      added.add(TokenizerJson.added(MissingNode.getInstance(), token, true));
    }
    return added;
  }

  /** Returns words that keep their letters, as far as the vocabulary has them. */
  private static List<Added> neverSplit(JsonNode config, Content content) {
    Set<String> known = new HashSet<>(content.tokens());
    List<Added> added = new ArrayList<>();
    for (JsonNode word : config.path("never_split")) {
      if (known.contains(word.asText())) {
        AddedToken token = new AddedToken(word.asText(), true, false, false, false, false);
        added.add(new Added(OptionalInt.empty(), token));
      }
    }
    return added;
  }

  private static JsonNode id(String text) {
    try {
      return BertJson.number(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "added_tokens_decoder: found id \"" + Excerpt.of(text) + "\", expected an integer", e);
    }
  }

  /** Returns the content of a JSON file, or a missing node if there is no such file. */
  private static JsonNode optional(Path file) throws IOException {
    return Files.exists(file)
        ? BertLoader.readSettings(file, HuggingFaceTokenizer::object)
        : MissingNode.getInstance();
  }

  private static JsonNode object(byte[] json) throws IOException {
    JsonNode root = BertJson.tree(json);
    if (!root.isObject()) {
      throw new IllegalArgumentException("found no JSON object, expected one");
    }
    return root;
  }
}
