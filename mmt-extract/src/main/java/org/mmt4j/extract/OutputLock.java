package org.mmt4j.extract;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.mmt4j.features.FeatureFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps other extractions out of a feature folder, by a lock on its file {@code .lock}. The system
 * releases the lock if the process ends in any way.
 */
final class OutputLock implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(OutputLock.class);

  private final FileChannel channel;
  private final boolean isHeld;

  private OutputLock(FileChannel channel, boolean isHeld) {
    this.channel = channel;
    this.isHeld = isHeld;
  }

  /**
   * Locks a folder, and creates it if it does not exist. Some network file systems have no locks:
   * then this only logs a warning.
   *
   * @throws FeatureFileException if another extraction has the lock, or the folder cannot be
   *     written
   */
  static OutputLock of(Path folder) throws FeatureFileException {
    try {
      if (!Files.isDirectory(folder)) { // createDirectories fails for a link to a folder
        Files.createDirectories(folder);
      }
      FileChannel channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return lock(folder, channel);
    } catch (FeatureFileException e) {
      throw e;
    } catch (IOException e) {
      throw FileProblem.unwritable(folder, e);
    }
  }

  private static OutputLock lock(Path folder, FileChannel channel) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return new OutputLock(channel, true);
      }
    } catch (OverlappingFileLockException e) {
      LOG.debug("{}: another thread of this process has the lock", folder);
    } catch (IOException e) {
      LOG.warn(
          "{}: cannot be locked ({}): start no other extraction into this folder",
          folder,
          FileProblem.of(e));
      return new OutputLock(channel, false);
    }
    channel.close();
    throw new FeatureFileException(
        folder,
        "found another extraction that writes to this folder, expected none; wait for its end, or"
            + " use another folder");
  }

  /** Returns whether no other extraction writes to the folder. */
  boolean isHeld() {
    return isHeld;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
