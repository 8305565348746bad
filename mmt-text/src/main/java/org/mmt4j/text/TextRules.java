package org.mmt4j.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Rules for letters that a file of a tokenizer states; empty where it leaves them open.
 *
 * @param lowerCase whether text is lower-cased
 * @param stripAccents whether accents are removed
 * @param splitChinese whether each Chinese character is a word of its own
 */
record TextRules(
    Optional<Boolean> lowerCase, Optional<Boolean> stripAccents, Optional<Boolean> splitChinese) {

  static final TextRules OPEN = new TextRules(Optional.empty(), Optional.empty(), Optional.empty());

  /** Reads three fields; those that are missing or null are left open. */
  static TextRules of(JsonNode root, String lowerCase, String stripAccents, String splitChinese) {
    return new TextRules(flag(root, lowerCase), flag(root, stripAccents), flag(root, splitChinese));
  }

  private static Optional<Boolean> flag(JsonNode root, String field) {
    JsonNode value = root.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw BertJson.unexpected(field, value, "true or false");
    }
    return Optional.of(value.booleanValue());
  }

  /** Returns these rules, and the others where these are open. */
  TextRules orElse(TextRules others) {
    return new TextRules(
        lowerCase.or(others::lowerCase),
        stripAccents.or(others::stripAccents),
        splitChinese.or(others::splitChinese));
  }
}
