package org.mmt4j.search;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.ReferenceManager;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/** The newest commit that was asked for, kept open while somebody uses it. */
final class Snapshots extends ReferenceManager<Snapshot> {

  private static final int TRIES = 20;

  private final Path directory;

  private Snapshots(Path directory, Snapshot first) {
    this.directory = directory;
    this.current = first;
  }

  /** Opens the newest commit. */
  static Snapshots open(Path directory, Directory index) throws IOException {
    return new Snapshots(
        directory, requireNonNull(retried(directory, () -> DirectoryReader.open(index), null)));
  }

  /** Opens a reader. */
  @FunctionalInterface
  private interface Opening {
    @Nullable DirectoryReader open() throws IOException;
  }

  /**
   * Opens a commit. A writer may compact between the opening of the index and that of the vectors,
   * and delete these: the next try then opens the commit that replaced it.
   */
  private static @Nullable Snapshot retried(
      Path directory, Opening opening, @Nullable Snapshot before) throws IOException {
    for (int tries = 1; ; tries++) {
      DirectoryReader reader = opening.open();
      if (reader == null) {
        return null;
      }
      try {
        return Snapshot.open(directory, reader, before);
      } catch (NoSuchFileException e) {
        reader.close();
        if (tries == TRIES) {
          throw e;
        }
      } catch (IOException | RuntimeException | Error e) {
        reader.close();
        throw e;
      }
    }
  }

  @Override
  protected @Nullable Snapshot refreshIfNeeded(Snapshot before) throws IOException {
    return retried(directory, () -> DirectoryReader.openIfChanged(before.reader()), before);
  }

  @Override
  protected void decRef(Snapshot snapshot) throws IOException {
    snapshot.reader().decRef();
  }

  @Override
  protected boolean tryIncRef(Snapshot snapshot) {
    return snapshot.reader().tryIncRef();
  }

  @Override
  protected int getRefCount(Snapshot snapshot) {
    return snapshot.reader().getRefCount();
  }
}
