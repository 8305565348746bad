package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * Splits the text of a table into rows and fields as RFC 4180 defines them, with any separator, and
 * with the rules of {@code pandas.read_csv} for what RFC 4180 leaves open:
 *
 * <ul>
 *   <li>only a quotation mark at the start of a field has a meaning; elsewhere it is text;
 *   <li>a quoted field may contain separators, line ends, and two quotation marks for one;
 *   <li>text between the closing quotation mark and the next separator belongs to the field.
 * </ul>
 *
 * <p>A quotation mark that is not closed is text (pandas refuses the file).
 */
final class TableParser {

  private static final char QUOTE = '"';

  private final String text;
  private final char separator;
  private int position;
  private int line = 1;

  /** Whether a quotation mark was not closed, so that the following ones cannot be, either. */
  private boolean unclosed;

  private Optional<String> doubt = Optional.empty();

  private TableParser(String text, char separator) {
    this.text = text;
    this.separator = separator;
  }

  /** Returns all rows, also blank ones. */
  static ImmutableList<TableRow> rows(String text, char separator) {
    TableParser parser = new TableParser(text, separator);
    ImmutableList.Builder<TableRow> rows = ImmutableList.builder();
    while (!parser.atEnd()) {
      rows.add(parser.row());
    }
    return rows.build();
  }

  private TableRow row() {
    int first = line;
    doubt = Optional.empty();
    ImmutableList.Builder<String> fields = ImmutableList.builder();
    fields.add(field());
    while (!atEnd() && text.charAt(position) == separator) {
      position++;
      fields.add(field());
    }
    if (!atEnd()) {
      skipLineEnd();
    }
    return new TableRow(first, fields.build(), doubt);
  }

  private String field() {
    if (atEnd() || text.charAt(position) != QUOTE || unclosed) {
      return plain();
    }
    int close = closingQuote();
    if (close < 0) {
      unclosed = true;
      doubt = Optional.of("found a quotation mark that is not closed");
      return plain();
    }
    int first = line;
    String quoted = text.substring(position + 1, close);
    line += (int) (quoted + "x").lines().count() - 1;
    position = close + 1;
    String rest = plain();
    if (!rest.isBlank() && line > first) {
      doubt =
          Optional.of("found text after the closing quotation mark of a field of several lines");
    }
    return quoted.replace("\"\"", "\"") + rest;
  }

  /** Returns the position of the quotation mark that closes a field; -1 if there is none. */
  private int closingQuote() {
    int close = text.indexOf(QUOTE, position + 1);
    while (close >= 0 && close + 1 < text.length() && text.charAt(close + 1) == QUOTE) {
      close = text.indexOf(QUOTE, close + 2);
    }
    return close;
  }

  private String plain() {
    int start = position;
    while (!atEnd() && text.charAt(position) != separator && !isLineEnd(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  private void skipLineEnd() {
    position += text.startsWith("\r\n", position) ? 2 : 1;
    line++;
  }

  private boolean atEnd() {
    return position == text.length();
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
