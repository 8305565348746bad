package org.mmt4j;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.graph.Workspaces;

/**
 * Keeps native memory open while it is used: many threads use it at the same time, {@link #close}
 * waits for all of them and refuses what comes later.
 */
final class Lifetime {

  /** Something done while open. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  private final String owner;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * Open.
   *
   * @param owner for the message of the exception
   */
  Lifetime(String owner) {
    this.owner = owner;
  }

  /**
   * Does something that needs the memory.
   *
   * @throws ClosedException if closed
   */
  <T, E extends Exception> T use(Work<T, E> work) throws E {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new ClosedException(owner);
      }
      return Workspaces.outside(work::run);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Frees the memory, once, as soon as nothing uses it. */
  void close(Runnable free) {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        free.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
