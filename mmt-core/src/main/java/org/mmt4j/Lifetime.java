package org.mmt4j;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.graph.Workspaces;

/**
 * Keeps native memory open while threads use it. {@link #close} waits for running calls and rejects
 * later ones.
 */
final class Lifetime {

  /** A call that needs the memory. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  private final String owner;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * Creates an open lifetime.
   *
   * @param owner name of the owner for exception messages
   */
  Lifetime(String owner) {
    this.owner = owner;
  }

  /**
   * Runs a call that needs the memory.
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

  /** Frees the memory once no call uses it; does nothing if already closed. */
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
