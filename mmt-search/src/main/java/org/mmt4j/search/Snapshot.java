package org.mmt4j.search;

import com.google.common.math.StatsAccumulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.io.DataFileException;
import org.mmt4j.similarity.Largest;
import org.mmt4j.similarity.MappedVectors;

/** One commit of a library, as readers see it: it never changes. */
final class Snapshot {

  private static final int NONE = -1;

  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final CommitData data;
  private final MappedVectors vectors;
  private final int[] documents; // of each row; NONE if it was removed
  private final BitSet rows = new BitSet(); // of entries

  private Snapshot(DirectoryReader reader, CommitData data, MappedVectors vectors)
      throws IOException {
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
    this.data = data;
    this.vectors = vectors;
    this.documents = new int[data.rows()];
    Arrays.fill(documents, NONE);
  }

  /**
   * Opens the commit of a reader, which it then owns.
   *
   * @param before an older snapshot, whose mappings are used again
   */
  static Snapshot open(Path directory, DirectoryReader reader, @Nullable Snapshot before)
      throws IOException {
    CommitData data = CommitData.read(directory, reader.getIndexCommit().getUserData());
    Path file = data.vectors(directory);
    boolean grows =
        before != null
            && before.data.generation() == data.generation()
            && before.data.rows() <= data.rows();
    MappedVectors vectors =
        before != null && grows
            ? before.vectors.grown(file, data.rows())
            : MappedVectors.open(file, data.layout(), data.rows());
    Snapshot snapshot = new Snapshot(reader, data, vectors);
    snapshot.findRows(directory);
    return snapshot;
  }

  private void findRows(Path directory) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      Bits live = leaf.reader().getLiveDocs();
      NumericDocValues values = DocValues.getNumeric(leaf.reader(), EntryDocuments.ROW);
      for (int document = values.nextDoc();
          document != NumericDocValues.NO_MORE_DOCS;
          document = values.nextDoc()) {
        if (live == null || live.get(document)) {
          long row = values.longValue();
          if (row < 0 || row >= documents.length) {
            throw new DataFileException(
                directory,
                "row of an entry: found %d, expected 0 to %d".formatted(row, documents.length - 1));
          }
          documents[(int) row] = leaf.docBase + document;
          rows.set((int) row);
        }
      }
    }
  }

  DirectoryReader reader() {
    return reader;
  }

  CommitData data() {
    return data;
  }

  MappedVectors vectors() {
    return vectors;
  }

  /** Returns the rows of all entries. */
  BitSet rows() {
    return (BitSet) rows.clone();
  }

  int size() {
    return reader.numDocs();
  }

  Set<String> ids() throws IOException {
    Set<String> ids = new HashSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      Bits live = leaf.reader().getLiveDocs();
      BinaryDocValues values = DocValues.getBinary(leaf.reader(), EntryDocuments.ID);
      for (int document = values.nextDoc();
          document != BinaryDocValues.NO_MORE_DOCS;
          document = values.nextDoc()) {
        if (live == null || live.get(document)) {
          ids.add(values.binaryValue().utf8ToString());
        }
      }
    }
    return ids;
  }

  VectorEngine.Answer search(VectorEngine.Question question) throws IOException {
    BitSet accepted = accepted(question.filter());
    float[] similarities = vectors.similarities(question.vector(), question.weights(), accepted);
    List<VectorEngine.Match> best = new ArrayList<>();
    for (int row : Largest.indices(similarities, question.count())) {
      if (similarities[row] > Float.NEGATIVE_INFINITY) {
        best.add(match(documents[row], similarities[row]));
      }
    }
    StatsAccumulator statistics = new StatsAccumulator();
    accepted.stream()
        .filter(row -> Float.isFinite(similarities[row]))
        .forEach(row -> statistics.add(similarities[row]));
    return statistics.count() == 0
        ? new VectorEngine.Answer(List.of(), 0, 0)
        : new VectorEngine.Answer(
            List.copyOf(best), statistics.mean(), statistics.populationStandardDeviation());
  }

  private BitSet accepted(Filter filter) throws IOException {
    if (filter instanceof Filter.All) {
      return rows;
    }
    return searcher.search(
        LuceneQueries.of(filter),
        new CollectorManager<RowCollector, BitSet>() {
          @Override
          public RowCollector newCollector() {
            return new RowCollector();
          }

          @Override
          public BitSet reduce(Collection<RowCollector> collectors) {
            BitSet found = new BitSet();
            collectors.forEach(collector -> found.or(collector.rows));
            return found;
          }
        });
  }

  /** Collects the rows of the documents that a query finds. */
  private static final class RowCollector extends SimpleCollector {

    private final BitSet rows = new BitSet();
    private NumericDocValues values = DocValues.emptyNumeric();

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws IOException {
      values = DocValues.getNumeric(context.reader(), EntryDocuments.ROW);
    }

    @Override
    public void collect(int document) throws IOException {
      if (values.advanceExact(document)) {
        rows.set((int) values.longValue());
      }
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }

  List<VectorEngine.Match> keywords(String text, Filter filter, int count) throws IOException {
    TopDocs top = searcher.search(LuceneQueries.keywords(text, filter), count);
    List<VectorEngine.Match> found = new ArrayList<>();
    for (ScoreDoc scored : top.scoreDocs) {
      found.add(match(scored.doc, scored.score));
    }
    return List.copyOf(found);
  }

  private LeafReaderContext leaf(int document) {
    return reader.leaves().get(ReaderUtil.subIndex(document, reader.leaves()));
  }

  private VectorEngine.Match match(int document, double score) throws IOException {
    LeafReaderContext leaf = leaf(document);
    return EntryDocuments.match(leaf.reader(), document - leaf.docBase, score);
  }

  List<LibraryEntry> entries(List<String> ids) throws IOException {
    List<LibraryEntry> entries = new ArrayList<>();
    for (String id : ids) {
      Query query = new TermQuery(EntryDocuments.term(id));
      for (ScoreDoc found : searcher.search(query, 1).scoreDocs) {
        entries.add(entry(found.doc));
      }
    }
    return List.copyOf(entries);
  }

  private LibraryEntry entry(int document) throws IOException {
    VectorEngine.Match match = match(document, 0);
    LeafReaderContext leaf = leaf(document);
    NumericDocValues values = DocValues.getNumeric(leaf.reader(), EntryDocuments.ROW);
    values.advanceExact(document - leaf.docBase);
    int row = (int) values.longValue();
    Document stored = reader.storedFields().document(document);
    return new LibraryEntry(
        new VideoEmbedding(match.id(), vectors.vector(row), vectors.weights(row)),
        match.video(),
        match.start(),
        match.end(),
        EntryDocuments.metadata(stored));
  }

  /** Returns the id of the entry of a row. */
  Term term(int row) throws IOException {
    return EntryDocuments.term(match(documents[row], 0).id());
  }
}
