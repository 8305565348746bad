package org.mmt4j.search;

import java.io.IOException;
import java.time.Instant;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleDocValuesField;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/** Entries as documents of Lucene: all but the vectors. */
final class EntryDocuments {

  static final String ID = "id";
  static final String VIDEO = "video";
  static final String START = "start";
  static final String END = "end";

  /** The row of the entry's vector. */
  static final String ROW = "row";

  /** All texts of an entry. */
  static final String WORDS = "words";

  static final String TAG = "tag";
  static final String TEXT = "text.";
  static final String NUMBER = "number.";
  static final String DATE = "date.";

  private EntryDocuments() {}

  static Term term(String id) {
    return new Term(ID, id);
  }

  static Document of(LibraryEntry entry, int row) {
    Document document = new Document();
    addKey(document, ID, entry.id());
    addKey(document, VIDEO, entry.video());
    document.add(new DoubleDocValuesField(START, entry.start()));
    document.add(new DoubleDocValuesField(END, entry.end()));
    document.add(new NumericDocValuesField(ROW, row));
    Metadata metadata = entry.metadata();
    metadata.texts().forEach((name, text) -> addText(document, name, text));
    metadata.numbers().forEach((name, number) -> addNumber(document, name, number));
    metadata.dates().forEach((name, date) -> addDate(document, name, date.toEpochMilli()));
    metadata.tags().forEach(tag -> document.add(new StringField(TAG, tag, Field.Store.YES)));
    return document;
  }

  private static void addKey(Document document, String name, String value) {
    document.add(new StringField(name, value, Field.Store.NO));
    document.add(new BinaryDocValuesField(name, new BytesRef(value)));
  }

  private static void addText(Document document, String name, String text) {
    document.add(new TextField(TEXT + name, text, Field.Store.YES));
    document.add(new TextField(WORDS, text, Field.Store.NO));
  }

  private static void addNumber(Document document, String name, double number) {
    document.add(new DoublePoint(NUMBER + name, number));
    document.add(new StoredField(NUMBER + name, number));
  }

  private static void addDate(Document document, String name, long milliseconds) {
    document.add(new LongPoint(DATE + name, milliseconds));
    document.add(new StoredField(DATE + name, milliseconds));
  }

  static Metadata metadata(Document document) {
    Metadata.Builder metadata = Metadata.builder();
    for (IndexableField field : document.getFields()) {
      String name = field.name();
      if (name.startsWith(TEXT)) {
        metadata.text(name.substring(TEXT.length()), field.stringValue());
      } else if (name.startsWith(NUMBER)) {
        metadata.number(name.substring(NUMBER.length()), field.numericValue().doubleValue());
      } else if (name.startsWith(DATE)) {
        metadata.date(
            name.substring(DATE.length()), Instant.ofEpochMilli(field.numericValue().longValue()));
      } else if (name.equals(TAG)) {
        metadata.tag(field.stringValue());
      }
    }
    return metadata.build();
  }

  /**
   * Returns the id and the window of a document.
   *
   * @param document number within the leaf
   */
  static VectorEngine.Match match(LeafReader leaf, int document, double score) throws IOException {
    return new VectorEngine.Match(
        text(leaf, ID, document),
        text(leaf, VIDEO, document),
        number(leaf, START, document),
        number(leaf, END, document),
        score);
  }

  private static String text(LeafReader leaf, String name, int document) throws IOException {
    BinaryDocValues values = DocValues.getBinary(leaf, name);
    return values.advanceExact(document) ? values.binaryValue().utf8ToString() : "";
  }

  private static double number(LeafReader leaf, String name, int document) throws IOException {
    NumericDocValues values = DocValues.getNumeric(leaf, name);
    return values.advanceExact(document) ? Double.longBitsToDouble(values.longValue()) : 0;
  }
}
