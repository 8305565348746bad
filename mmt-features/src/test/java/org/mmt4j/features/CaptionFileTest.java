package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of captions as spreadsheets, dumps and other tools write them. */
class CaptionFileTest {

  private static final List<String> CAPTIONS = List.of("v1: a dog barks", "v2: a cat, a dog");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1\ta dog barks\nv2\ta cat, a dog\n",
        "v1\t\"a dog barks\"\nv2\t\"a cat, a dog\"\n",
        "v1,a dog barks\nv2,\"a cat, a dog\"\n",
        "\"v1\";\"a dog barks\"\r\n\"v2\";\"a cat, a dog\"\r\n",
        "\uFEFFv1\ta dog barks\r\nv2\ta cat, a dog\r\n",
        "v1\ta dog barks\rv2\ta cat, a dog\r",
        "v1,a dog barks,,\nv2,\"a cat,\n a dog\",,\n,,,\n"
      })
  void separatorAndQuotesAreFound(String text) throws IOException {
    assertEquals(CAPTIONS, captions(read(text)));
    assertEquals(List.of(), read(text).notes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          video_id,caption     | v1,a dog barks     | 1, video_id | 2, caption
          Video ID,by,Sentence | v1,7,a dog barks   | 1, Video ID | 3, Sentence
          key,caption,video_id | x,a dog barks,v1   | 3, video_id | 2, caption
          id,clip,desc,url     | 9,v1,a dog barks,u | 2, clip     | 3, desc
          """)
  void headersAreNoticed(String header, String row, String id, String caption) throws IOException {
    CaptionFile file = read(header + "\n" + row + "\n");
    assertEquals(List.of("v1: a dog barks"), captions(file));
    assertEquals(
        List.of(
            "line 1 is a header: ids are in column %s, captions in column %s"
                .formatted(id, caption)),
        file.notes());
  }

  @Test
  void aRowOfDataIsNoHeader() throws IOException {
    assertEquals(List.of("video: a caption"), captions(read("video\ta caption\n")));
  }

  @Test
  void namedAndNumberedColumnsAreRead() throws IOException {
    String rows = "7,a dog barks,x,v1\n8,\"a cat, a dog\",y,v2\n";
    CaptionColumns named = CaptionColumns.parse("Clip, text");
    assertEquals(CAPTIONS, captions(read("n,Text,by,clip\n" + rows, named)));
    assertEquals(CAPTIONS, captions(read(rows, CaptionColumns.parse("4,2"))));
    assertEquals(CAPTIONS, captions(read("n,text,by,clip\n" + rows, new CaptionColumns("4", "2"))));
    assertRejected(
        rows, named, "line 1: found columns [7, a dog barks, x, v1], expected a column Clip");
    assertRejected(
        rows,
        CaptionColumns.parse("5,2"),
        "line 1: found columns [7, a dog barks, x, v1], expected a column 5");
  }

  @Test
  void namedFieldsOfJsonLinesAreRead() throws IOException {
    Path file = folder.resolve("captions.jsonl");
    Files.writeString(file, "{\"video_id\": \"v1\", \"sentence\": \"a dog barks\", \"id\": 7}\n");
    CaptionColumns columns = CaptionColumns.parse("video_id,sentence");
    assertEquals(
        List.of("v1: a dog barks"), captions(CaptionFile.read(file, Optional.of(columns))));
    CaptionColumns others = CaptionColumns.parse("video,sentence");
    FeatureFileException e =
        assertThrows(FeatureFileException.class, () -> CaptionFile.read(file, Optional.of(others)));
    assertEquals(
        "line 1: expected a JSON object with \"video\" and \"sentence\", or the fields that --columns"
            + " names",
        e.problem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'video_id': 'v1', 'sentence': 'a dog barks', 'id': 7}\n\n{'Video': 'v2', 'desc': 'a cat, a dog'}",
        "{'id': 'v1', 'caption': ['a dog barks'], 'file': 'x'}\n{'id': 'v2', 'caption': 'a cat, a dog'}"
      })
  void fieldsOfJsonLinesAreFound(String lines) throws IOException {
    assertEquals(CAPTIONS, captions(read("captions.jsonl", lines)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'video_id': 'v1', 'caption': 'a dog barks'}, {'video_id': 'v2', 'caption': 'a cat, a dog'}]",
        "{'info': {}, 'videos': [{'video_id': 'v1', 'id': 0}], 'sentences': [{'caption': 'a dog barks',"
            + " 'video_id': 'v1', 'sen_id': 0}, {'caption': 'a cat, a dog', 'video_id': 'v2'}]}",
        "{'v1': 'a dog barks', 'v2': ['a cat, a dog']}",
        "{'v1': {'duration': 3, 'sentences': ['a dog barks']}, 'v2': {'caption': 'a cat, a dog'}}"
      })
  void documentsInJsonAreRead(String document) throws IOException {
    assertEquals(CAPTIONS, captions(read("captions.json", document)));
  }

  @Test
  void numbersInJsonAreIds() throws IOException {
    assertEquals(
        List.of("7: a dog", "7: a cat"),
        captions(read("captions.jsonl", "{'id': 7, 'caption': ['a dog', 'a cat']}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          captions.jsonl | {'id': 'v1', 'caption': 3}   | line 1: expected a JSON object with "id" and "caption", or the fields that --columns names
          captions.jsonl | {'id': 1.5, 'caption': 'a'}  | line 1: expected a JSON object with "id" and "caption", or the fields that --columns names
          captions.jsonl | {'id': 'a'                   | line 1: found invalid JSON (Unexpected end-of-input), expected valid JSON
          captions.jsonl | {'id': 'a', 'id': 'b'}       | line 1: found invalid JSON (Duplicate field 'id'), expected valid JSON
          captions.jsonl | x                            | line 1: found invalid JSON (Unrecognized token 'x'), expected valid JSON
          captions.json  | [] []                        | the document: found invalid JSON (Trailing token), expected valid JSON
          captions.jsonl | ['v1', 'a dog']              | line 1: expected a JSON object with "id" and "caption", or the fields that --columns names
          captions.json  | [{'id': 'v1'}]               | entry 1: expected a JSON object with "id" and "caption", or the fields that --columns names
          captions.json  | {'v1': 3}                    | entry v1: found no text as a caption, expected a string, or a list of strings
          captions.json  | {'v1': ['a', ['b']]}         | entry v1: found no text as a caption, expected a string, or a list of strings
          captions.json  | {'v1': {'url': 'a'}}         | entry v1: found no text as a caption, expected a string, or a list of strings
          captions.json  | {'v1': ''}                   | entry v1: found no words, expected a caption for video v1
          captions.json  | {}                           | found no captions, expected one per line
          captions.json  | 3                            | found no captions, expected one per line
          """)
  void otherJsonIsRejectedWithItsPlace(String name, String json, String problem) {
    FeatureFileException e = assertThrows(FeatureFileException.class, () -> read(name, json));
    assertEquals(problem, e.problem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void utf16WithAByteOrderMarkIsRead(String charset) throws IOException {
    String mark = charset.equals("UTF-16") ? "" : "\uFEFF";
    byte[] bytes = (mark + "v1\tein Hund bellt, ö 🐶\n").getBytes(Charset.forName(charset));
    assertEquals(List.of("v1: ein Hund bellt, ö 🐶"), captions(read(bytes)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          v1,a dog, a cat     | line 1: found 3 columns, expected an id, a comma and a caption; write "..." around captions with a comma, or name the columns (CaptionColumns, --columns)
          v1,a;v2             | line 2: found 1 column, expected an id, a comma and a caption; the separator is a tab, a comma or a semicolon
          video,text;v1,a,b   | line 2: found 3 columns, expected an id, a comma and a caption; write "..." around captions with a comma, or name the columns (CaptionColumns, --columns)
          v1,a;v2,"b          | line 2: found a quotation mark that is not closed, expected one at the end of its field; if it is part of a caption, write ""..."" around the quotation and "..." around the caption
          v1,"a;v2,"b" c      | line 1: found text after the closing quotation mark of a field of several lines, expected one at the end of its field; if it is part of a caption, write ""..."" around the quotation and "..." around the caption
          v1    a dog         | line 1: found 1 column, expected an id, a tab and a caption; the separator is a tab, a comma or a semicolon
          v1,a;,b             | line 2: found id "", expected an id of at least one character
          v1,a;v2,            | line 2: found no words, expected a caption for video v2
          """)
  void otherRowsAreRejectedWithTheirLine(String rows, String problem) {
    assertRejected(rows.replace(';', '\n'), problem);
  }

  @Test
  void otherEncodingsAreRejectedWithTheirLine() {
    byte[] windows = "v1\ta dog\r\nv2\tjalapeño\r\n".getBytes(Charset.forName("windows-1252"));
    assertRejected(
        windows,
        "line 2: found byte 0xF1, which is not UTF-8, expected text in UTF-8; save it as UTF-8"
            + " (from Windows: iconv -f WINDOWS-1252 -t UTF-8)");
    assertRejected(
        "v1\ta dog\n\0".getBytes(StandardCharsets.UTF_8),
        "line 2: found the character NUL, expected text in UTF-8, or in UTF-16 with a byte order"
            + " mark; save it as UTF-8");
    assertRejected(
        "v1\ta dog".getBytes(StandardCharsets.UTF_16LE),
        "line 1: found the character NUL, expected text in UTF-8, or in UTF-16 with a byte order"
            + " mark; save it as UTF-8");
  }

  @Test
  void aFileOfAnotherKindIsNamed() {
    assertRejected(
        new byte[] {'P', 'K', 3, 4, (byte) 0xff},
        "found a zip archive, expected captions: unpack it and use the file in it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "id,caption,by", "id,", "id,id"})
  void columnsAreTwoDifferentNames(String text) {
    assertThrows(IllegalArgumentException.class, () -> CaptionColumns.parse(text));
  }

  private CaptionFile read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads JSON with apostrophes in place of quotation marks. */
  private CaptionFile read(String name, String json) throws IOException {
    Path file = Files.writeString(folder.resolve(name), json.replace('\'', '"'));
    return CaptionFile.read(file, Optional.empty());
  }

  private CaptionFile read(byte[] bytes) throws IOException {
    return CaptionFile.read(Files.write(folder.resolve("captions.csv"), bytes), Optional.empty());
  }

  private CaptionFile read(String text, CaptionColumns columns) throws IOException {
    return CaptionFile.read(
        Files.writeString(folder.resolve("captions.csv"), text), Optional.of(columns));
  }

  private void assertRejected(String text, String problem) {
    assertRejected(text.getBytes(StandardCharsets.UTF_8), problem);
  }

  private void assertRejected(byte[] bytes, String problem) {
    FeatureFileException e = assertThrows(FeatureFileException.class, () -> read(bytes));
    assertEquals(problem, e.problem());
  }

  private void assertRejected(String text, CaptionColumns columns, String problem) {
    FeatureFileException e = assertThrows(FeatureFileException.class, () -> read(text, columns));
    assertEquals(problem, e.problem());
  }

  private static List<String> captions(CaptionFile file) {
    return file.captions().entries().stream()
        .map(e -> e.getKey() + ": " + String.join(" ", e.getValue().words()))
        .toList();
  }
}
