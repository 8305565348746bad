package org.mmt4j.graph;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps native memory open while it is used: many threads can use it at the same time. {@link
 * #close} waits for all of them; later uses throw {@link ClosedException}.
 */
public final class Lifetime {

  private final String owner;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * Creates a lifetime that is open.
   *
   * @param owner names the object that owns the memory, for {@link ClosedException}
   */
  public Lifetime(String owner) {
    this.owner = owner;
  }

  /**
   * Does work that needs the memory, outside the caller's workspaces.
   *
   * @throws ClosedException if closed
   */
  public <T, E extends Exception> T use(Workspaces.Work<T, E> work) throws E {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new ClosedException(owner);
      }
      return Workspaces.outside(work);
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Checks that the memory is open now; another thread may close it right after.
   *
   * @throws ClosedException if closed
   */
  public void requireOpen() {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new ClosedException(owner);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Waits for running uses, then frees the memory. A second call does nothing. */
  public void close(Runnable free) {
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
