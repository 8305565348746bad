package org.mmt4j.search;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.IOUtils;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.graph.Closing;
import org.mmt4j.io.DataFileException;
import org.mmt4j.similarity.VectorFileWriter;
import org.mmt4j.similarity.VectorPrecision;

/**
 * Writes to a library. Vectors are appended to a file and synced; then a commit of Lucene names the
 * file and the number of its rows. Rows that no commit counts are overwritten. Thread-safe.
 */
final class LibraryWriter implements Closeable {

  private final Path directory;
  private final IndexWriter index;
  private CommitData committed;
  private VectorFileWriter vectors;
  private final SortedMap<String, String> properties;

  private LibraryWriter(
      Path directory, IndexWriter index, CommitData committed, VectorFileWriter vectors) {
    this.directory = directory;
    this.index = index;
    this.committed = committed;
    this.vectors = vectors;
    this.properties = new TreeMap<>(committed.properties());
  }

  static LibraryWriter open(
      Path directory, Directory index, VectorSpace space, VectorPrecision precision)
      throws IOException {
    IndexWriter writer = indexWriter(directory, index);
    try {
      return DirectoryReader.indexExists(index)
          ? continued(directory, index, writer, space)
          : created(directory, writer, CommitData.empty(space, precision));
    } catch (IOException | RuntimeException | Error e) {
      writer.rollback();
      throw e;
    }
  }

  private static IndexWriter indexWriter(Path directory, Directory index) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig(LuceneQueries.ANALYZER).setCommitOnClose(false);
    try {
      return new IndexWriter(index, config);
    } catch (LockObtainFailedException e) {
      throw new DataFileException(
          directory,
          "found another writer of the library, expected none; close it, or open the library for reading",
          e);
    }
  }

  private static LibraryWriter created(Path directory, IndexWriter index, CommitData data)
      throws IOException {
    VectorFileWriter vectors = VectorFileWriter.create(data.vectors(directory), data.layout());
    try {
      LibraryWriter writer = new LibraryWriter(directory, index, data, vectors);
      writer.commit(data, vectors);
      return writer;
    } catch (IOException | RuntimeException | Error e) {
      vectors.close();
      throw e;
    }
  }

  private static LibraryWriter continued(
      Path directory, Directory index, IndexWriter writer, VectorSpace space) throws IOException {
    CommitData data = committed(directory, index);
    LuceneEngine.requireSame(directory, space, data.space());
    LibraryFolder.deleteVectorsExcept(directory, data.vectors(directory));
    return new LibraryWriter(
        directory,
        writer,
        data,
        VectorFileWriter.open(data.vectors(directory), data.layout(), data.rows()));
  }

  private static CommitData committed(Path directory, Directory index) throws IOException {
    List<IndexCommit> commits = DirectoryReader.listCommits(index);
    return CommitData.read(directory, commits.get(commits.size() - 1).getUserData());
  }

  synchronized void put(List<LibraryEntry> entries) throws IOException {
    requireOpen();
    for (LibraryEntry entry : entries) {
      committed
          .layout()
          .requireFits(
              "entry " + entry.id(), entry.embedding().vector(), entry.embedding().weights());
    }
    for (LibraryEntry entry : entries) {
      int row = vectors.append(entry.embedding().vector(), entry.embedding().weights());
      index.updateDocument(EntryDocuments.term(entry.id()), EntryDocuments.of(entry, row));
    }
  }

  synchronized void remove(Collection<String> ids) throws IOException {
    requireOpen();
    index.deleteDocuments(ids.stream().map(EntryDocuments::term).toArray(Term[]::new));
  }

  synchronized void setProperty(String name, String value) {
    requireOpen();
    properties.put(name, value);
  }

  private void requireOpen() {
    if (!index.isOpen()) {
      throw new ClosedException("library " + directory);
    }
  }

  synchronized void commit() throws IOException {
    requireOpen();
    commit(committed.with(committed.generation(), vectors.size(), properties), vectors);
  }

  private void commit(CommitData data, VectorFileWriter written) throws IOException {
    written.force();
    index.setLiveCommitData(data.toMap().entrySet());
    index.commit();
    committed = data;
  }

  /** Commits, and writes the rows of all entries to a file of the next generation. */
  synchronized void compact() throws IOException {
    commit();
    CommitData next = committed.with(committed.generation() + 1, 0, properties);
    VectorFileWriter fresh = VectorFileWriter.create(next.vectors(directory), next.layout());
    try {
      copyRows(fresh);
      index.forceMergeDeletes();
      commit(next.with(next.generation(), fresh.size(), properties), fresh);
    } catch (IOException | RuntimeException | Error e) {
      try (fresh) {
        index.rollback();
      } catch (IOException other) {
        Closing.suppress(e, other);
      }
      throw e;
    }
    vectors.close();
    vectors = fresh;
    LibraryFolder.deleteVectorsExcept(directory, committed.vectors(directory));
  }

  private void copyRows(VectorFileWriter target) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(index.getDirectory())) {
      Snapshot snapshot = Snapshot.open(directory, reader, null);
      BitSet rows = snapshot.rows();
      for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
        int copied = target.append(snapshot.vectors(), row);
        index.updateNumericDocValue(snapshot.term(row), EntryDocuments.ROW, copied);
      }
    }
  }

  /** Drops what was not committed. */
  @Override
  public synchronized void close() throws IOException {
    IOUtils.close(index::rollback, vectors);
  }
}
