package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.base.Joiner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TableParserTest {

  @Test
  void splitsRowsAtAllLineEnds() {
    List<TableRow> rows = TableParser.rows("a\tb\r\nc\rd\t\n\ne", '\t');
    assertEquals(
        List.of(List.of("a", "b"), List.of("c"), List.of("d", ""), List.of(""), List.of("e")),
        fields(rows));
    assertEquals(List.of(1, 2, 3, 4, 5), rows.stream().map(TableRow::line).toList());
  }

  @Test
  void quotedFieldsMayContainSeparatorsLineEndsAndQuotationMarks() {
    List<TableRow> rows = TableParser.rows("a,\"b, \"\"c\"\"\r\nd\"\ne,\"\"\n", ',');
    assertEquals(List.of(List.of("a", "b, \"c\"\r\nd"), List.of("e", "")), fields(rows));
    assertEquals(List.of(1, 3), rows.stream().map(TableRow::line).toList());
    assertEquals(List.of(), doubts(rows));
  }

  @Test
  void textAfterTheClosingQuotationMarkBelongsToTheField() {
    assertEquals(
        List.of(List.of("a", "Stop, says \"SOMEONE\".", "b")),
        fields(TableParser.rows("a\t\"Stop,\" says \"SOMEONE\".\tb", '\t')));
  }

  @Test
  void quotationMarksInsideAFieldAreText() {
    assertEquals(
        List.of(List.of("a", "says \"no\"", "5\"")),
        fields(TableParser.rows("a\tsays \"no\"\t5\"", '\t')));
  }

  @Test
  void aQuotationMarkThatIsNotClosedIsTextAndInDoubt() {
    List<TableRow> rows = TableParser.rows("a\t\"Never\nb\t\"\"\nc\td", '\t');
    assertEquals(
        List.of(List.of("a", "\"Never"), List.of("b", "\"\""), List.of("c", "d")), fields(rows));
    assertEquals(List.of("found a quotation mark that is not closed"), doubts(rows));
  }

  @Test
  void aQuotedFieldOfSeveralLinesWithTextAfterItIsInDoubt() {
    List<TableRow> rows = TableParser.rows("a\t\"Never\nb\t\"Stop\" says he\n", '\t');
    assertEquals(List.of(List.of("a", "Never\nb\tStop\" says he")), fields(rows));
    assertEquals(
        List.of("found text after the closing quotation mark of a field of several lines"),
        doubts(rows));
  }

  @Property(tries = 500)
  void quotedTablesAreReadAsTheyWereWritten(
      @ForAll @Size(min = 1, max = 4) List<@Size(min = 2, max = 3) List<String>> table) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : table) {
      lines.add(
          Joiner.on(',').join(row.stream().map(f -> '"' + f.replace("\"", "\"\"") + '"').toList()));
    }
    assertEquals(table, fields(TableParser.rows(Joiner.on('\n').join(lines), ',')));
  }

  private static List<List<String>> fields(List<TableRow> rows) {
    return rows.stream().map(row -> List.<String>copyOf(row.fields())).toList();
  }

  private static List<String> doubts(List<TableRow> rows) {
    return rows.stream().map(TableRow::doubt).flatMap(Optional::stream).toList();
  }
}
