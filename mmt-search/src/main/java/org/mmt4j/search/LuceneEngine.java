package org.mmt4j.search;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.io.DataFileException;
import org.mmt4j.similarity.VectorPrecision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A library in a folder: Lucene for ids, metadata, filters and keywords; memory-mapped vectors,
 * compared one by one, those that the filter accepts. One process writes, any number read.
 *
 * <p>A search reads all vectors of the groups of 512 in which the filter accepts one, at the speed
 * of the memory: its similarities are exact for the stored precision.
 */
public final class LuceneEngine implements VectorEngine {

  private static final Logger LOG = LoggerFactory.getLogger(LuceneEngine.class);

  private final Path directory;
  private final Directory index;
  private final Snapshots snapshots;
  private final Optional<LibraryWriter> writer;
  private final VectorSpace space;

  private LuceneEngine(
      Path directory, Directory index, Snapshots snapshots, Optional<LibraryWriter> writer)
      throws IOException {
    this.directory = directory;
    this.index = index;
    this.snapshots = snapshots;
    this.writer = writer;
    this.space = read(snapshot -> snapshot.data().space());
    LOG.info("{}: {}", directory, describe());
  }

  /**
   * Opens a library for writing and reading. Creates it if the folder is missing or empty.
   *
   * @param space of the vectors
   * @param precision of a library that is created; one that exists keeps its own
   * @throws IOException if the folder has a library of another space or is no library, another
   *     process writes to it, or reading fails
   */
  public static LuceneEngine open(Path directory, VectorSpace space, VectorPrecision precision)
      throws IOException {
    LibraryFolder.create(directory);
    return opened(
        directory,
        index -> {
          LibraryWriter writer = LibraryWriter.open(directory, index, space, precision);
          try {
            return new LuceneEngine(
                directory, index, Snapshots.open(directory, index), Optional.of(writer));
          } catch (IOException | RuntimeException | Error e) {
            writer.close();
            throw e;
          }
        });
  }

  /**
   * Opens a library for reading. It stays at the newest commit until {@link #refresh}.
   *
   * @throws IOException if the folder has a library of another space or none, or reading fails
   */
  public static LuceneEngine read(Path directory, VectorSpace space) throws IOException {
    LuceneEngine engine = read(directory);
    try {
      requireSame(directory, space, engine.space());
      return engine;
    } catch (IOException | RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  /**
   * Opens a library of any space for reading.
   *
   * @throws IOException if the folder has no library, or reading fails
   */
  public static LuceneEngine read(Path directory) throws IOException {
    LibraryFolder.requireExists(directory);
    return opened(
        directory,
        index ->
            new LuceneEngine(directory, index, Snapshots.open(directory, index), Optional.empty()));
  }

  /** Opens an engine on an index. */
  @FunctionalInterface
  private interface Opening {
    LuceneEngine open(Directory index) throws IOException;
  }

  private static LuceneEngine opened(Path directory, Opening opening) throws IOException {
    Directory index = FSDirectory.open(LibraryFolder.index(directory));
    try {
      return opening.open(index);
    } catch (IOException | RuntimeException | Error e) {
      index.close();
      throw e;
    }
  }

  /**
   * Checks that vectors of two spaces can be compared.
   *
   * @throws DataFileException if not
   */
  static void requireSame(Path directory, VectorSpace expected, VectorSpace found)
      throws DataFileException {
    if (!found.equals(expected)) {
      throw new DataFileException(
          directory,
          "vectors of the library: found those of %s, expected those of %s; open the library with its model, or embed the videos again into another folder"
              .formatted(found, expected));
    }
  }

  @Override
  public VectorSpace space() {
    return space;
  }

  private LibraryWriter writer() {
    return writer.orElseThrow(
        () ->
            new IllegalStateException(
                directory + ": found a library that is open for reading, expected for writing"));
  }

  @Override
  public void put(List<LibraryEntry> entries) throws IOException {
    writer().put(entries);
  }

  @Override
  public void remove(Collection<String> ids) throws IOException {
    writer().remove(ids);
  }

  @Override
  public void setProperty(String name, String value) {
    writer().setProperty(name, value);
  }

  @Override
  public Map<String, String> properties() throws IOException {
    return read(snapshot -> snapshot.data().properties());
  }

  @Override
  public void commit() throws IOException {
    writer().commit();
    refresh();
  }

  @Override
  public void compact() throws IOException {
    writer().compact();
    refresh();
  }

  @Override
  public void refresh() throws IOException {
    try {
      snapshots.maybeRefreshBlocking();
    } catch (AlreadyClosedException e) {
      throw closed(e);
    }
  }

  @Override
  public long size() throws IOException {
    return read(Snapshot::size);
  }

  @Override
  public Set<String> ids() throws IOException {
    return read(Snapshot::ids);
  }

  @Override
  public String describe() throws IOException {
    return read(
        snapshot -> {
          int rows = snapshot.vectors().size();
          return "exact search of %d entries, %s, %.1f MB of vectors, %d of %d rows unused"
              .formatted(
                  snapshot.size(),
                  snapshot.data().precision(),
                  snapshot.vectors().bytes() * 1e-6,
                  rows - snapshot.size(),
                  rows);
        });
  }

  @Override
  public Answer search(Question question) throws IOException {
    return read(snapshot -> snapshot.search(question));
  }

  @Override
  public List<Match> keywords(String text, Filter filter, int count) throws IOException {
    if (count < 1) {
      throw new IllegalArgumentException(
          "number of hits: found " + count + ", expected at least 1");
    }
    return read(snapshot -> snapshot.keywords(text, filter, count));
  }

  @Override
  public List<LibraryEntry> entries(List<String> ids) throws IOException {
    return read(snapshot -> snapshot.entries(ids));
  }

  /** Reads from a snapshot. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(Snapshot snapshot) throws IOException;
  }

  private <T> T read(Reading<T> reading) throws IOException {
    Snapshot snapshot = acquire();
    try {
      return reading.of(snapshot);
    } finally {
      snapshots.release(snapshot);
    }
  }

  private Snapshot acquire() throws IOException {
    try {
      return snapshots.acquire();
    } catch (AlreadyClosedException e) {
      throw closed(e);
    }
  }

  private ClosedException closed(AlreadyClosedException cause) {
    ClosedException closed = new ClosedException("library " + directory);
    closed.initCause(cause);
    return closed;
  }

  /** Drops what was not committed, and closes the files. Closing again has no effect. */
  @Override
  public void close() throws IOException {
    List<Closeable> parts = new ArrayList<>();
    writer.ifPresent(parts::add);
    parts.add(snapshots);
    parts.add(index);
    IOUtils.close(parts);
  }
}
