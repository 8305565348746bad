package org.mmt4j.features;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A table of captions, one per row, separated by tabs, commas or semicolons, with quotation marks
 * as in {@link TableParser}.
 *
 * <ul>
 *   <li>Tabs are the separators if the first row has one; otherwise the first comma or semicolon
 *       outside quotation marks.
 *   <li>The first row is a header if it names a column of ids ({@code video_id}, {@code video},
 *       ...) and one of captions ({@code caption}, {@code sentence}, ...).
 *   <li>Without a header and without {@link CaptionColumns} there are two columns, id and caption.
 *   <li>No row has more columns than the first: more are mostly captions with a separator that lack
 *       quotation marks.
 * </ul>
 */
final class CaptionTable {

  /** Names of columns of ids in lower case without punctuation; the first one present is used. */
  static final ImmutableList<String> ID_NAMES =
      ImmutableList.of(
          "videoid",
          "video",
          "videoname",
          "vid",
          "vidid",
          "clipid",
          "clipname",
          "clip",
          "youtubeid",
          "videofile",
          "filename",
          "file",
          "videopath",
          "path",
          "name",
          "key",
          "id");

  /** Names of columns of captions, likewise. */
  static final ImmutableList<String> CAPTION_NAMES =
      ImmutableList.of(
          "caption",
          "captions",
          "sentence",
          "sentences",
          "description",
          "desc",
          "text",
          "annotation",
          "query");

  private static final CharMatcher LETTERS_AND_DIGITS =
      CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('0', '9'));

  private final Path file;
  private final char separator;
  private final ImmutableList<TableRow> rows;
  private final ImmutableList.Builder<String> notes = ImmutableList.builder();

  /** Splits the text of a file into rows. Blank rows are skipped. */
  CaptionTable(Path file, String text) {
    this.file = file;
    this.separator = separator(text);
    this.rows =
        TableParser.rows(text, separator).stream()
            .filter(row -> !row.isBlank())
            .collect(ImmutableList.toImmutableList());
  }

  /** A row: its place for messages, such as {@code line 3}, the id of a video and a caption. */
  record Line(String place, String id, String caption) {}

  /** Returns remarks about how the table was read, such as a header that was skipped. */
  ImmutableList<String> notes() {
    return notes.build();
  }

  /**
   * Returns the captions in the order of the file.
   *
   * @param columns the columns to read; found as described above if empty
   * @throws FeatureFileException if a row lacks a column or has too many, has doubtful quotation
   *     marks, or if a column has no such name
   */
  ImmutableList<Line> captions(Optional<CaptionColumns> columns) throws FeatureFileException {
    if (rows.isEmpty()) {
      return ImmutableList.of();
    }
    TableRow first = rows.get(0);
    OptionalInt idInHeader = column(first, ID_NAMES);
    OptionalInt captionInHeader = column(first, CAPTION_NAMES);
    boolean hasHeader = idInHeader.isPresent() && captionInHeader.isPresent();
    if (columns.isPresent()) {
      int id = column(first, columns.get().id());
      int caption = column(first, columns.get().caption());
      boolean named = !(isNumber(columns.get().id()) && isNumber(columns.get().caption()));
      return captions(id, caption, first.size(), hasHeader || named);
    }
    return hasHeader
        ? captions(idInHeader.getAsInt(), captionInHeader.getAsInt(), first.size(), true)
        : captions(0, 1, 2, false);
  }

  private ImmutableList<Line> captions(int id, int caption, int columns, boolean hasHeader)
      throws FeatureFileException {
    if (hasHeader) {
      List<String> names = rows.get(0).fields();
      notes.add(
          "line %d is a header: ids are in column %d, %s, captions in column %d, %s"
              .formatted(
                  rows.get(0).line(),
                  id + 1,
                  names.get(id).strip(),
                  caption + 1,
                  names.get(caption).strip()));
    }
    ImmutableList.Builder<Line> lines = ImmutableList.builder();
    for (TableRow row : rows.subList(hasHeader ? 1 : 0, rows.size())) {
      requireClear(row);
      if (row.fields().size() <= Math.max(id, caption) || row.size() > columns) {
        throw wrongColumns(row, columns);
      }
      lines.add(
          new Line("line " + row.line(), row.fields().get(id).strip(), row.fields().get(caption)));
    }
    return lines.build();
  }

  private void requireClear(TableRow row) throws FeatureFileException {
    if (row.doubt().isPresent()) {
      throw problem(
          row.line(),
          row.doubt().get()
              + ", expected one at the end of its field; if it is part of a caption, write "
              + "\"\"...\"\" around the quotation and \"...\" around the caption");
    }
  }

  private FeatureFileException wrongColumns(TableRow row, int columns) {
    String found = row.fields().size() == 1 ? "1 column" : row.fields().size() + " columns";
    String expected =
        columns == 2 ? "an id, a " + separatorName() + " and a caption" : columns + " columns";
    String remedy =
        row.size() > columns
            ? "write \"...\" around captions with a "
                + separatorName()
                + ", or name the columns (CaptionColumns, --columns)"
            : "the separator is a tab, a comma or a semicolon";
    return problem(row.line(), "found %s, expected %s; %s".formatted(found, expected, remedy));
  }

  private String separatorName() {
    return switch (separator) {
      case ',' -> "comma";
      case ';' -> "semicolon";
      default -> "tab";
    };
  }

  private int column(TableRow first, String name) throws FeatureFileException {
    int column =
        isNumber(name)
            ? Integer.parseInt(name) - 1
            : IntStream.range(0, first.fields().size())
                .filter(i -> Ascii.equalsIgnoreCase(first.fields().get(i).strip(), name.strip()))
                .findFirst()
                .orElse(-1);
    if (column < 0 || column >= first.fields().size()) {
      throw problem(
          first.line(), "found columns " + first.fields() + ", expected a column " + name);
    }
    return column;
  }

  private FeatureFileException problem(int line, String problem) {
    return new FeatureFileException(file, "line " + line + ": " + problem);
  }

  private static boolean isNumber(String name) {
    return name.matches("[0-9]{1,9}");
  }

  private static OptionalInt column(TableRow row, List<String> names) {
    List<String> found = row.fields().stream().map(CaptionTable::plain).toList();
    return names.stream().mapToInt(found::indexOf).filter(column -> column >= 0).findFirst();
  }

  /** Returns a name in lower case without punctuation. */
  static String plain(String name) {
    return LETTERS_AND_DIGITS.retainFrom(Ascii.toLowerCase(name));
  }

  private static char separator(String text) {
    char first = '\t';
    boolean quoted = false;
    for (char c : text.stripLeading().toCharArray()) {
      quoted ^= c == '"';
      if (!quoted && c == '\t') {
        return c;
      }
      if (!quoted && (c == '\n' || c == '\r')) {
        break;
      }
      if (!quoted && first == '\t' && (c == ',' || c == ';')) {
        first = c;
      }
    }
    return first;
  }
}
