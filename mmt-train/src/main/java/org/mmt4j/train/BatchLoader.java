package org.mmt4j.train;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.common.util.concurrent.Uninterruptibles;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.mmt4j.graph.Closing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Returns batches in order. Its own threads read them ahead, at most two batches per thread. The
 * number of threads does not change the batches.
 */
final class BatchLoader implements AutoCloseable {

  /** Draws the videos of each batch, in the order of the batches. */
  @FunctionalInterface
  interface Draws {
    /**
     * Returns the videos of the next batch.
     *
     * @throws NoSuchElementException if there is no next batch
     */
    List<Draw> next();
  }

  private static final Logger log = LoggerFactory.getLogger(BatchLoader.class);
  private static final int AHEAD_PER_THREAD = 2;
  private static final long CLOSING_SECONDS = 60;

  private final Draws draws;
  private final BatchReader reader;
  private final ExecutorService threads;
  private final Queue<Future<Batch>> ahead = new ArrayDeque<>();
  private int number;

  /**
   * Creates a loader and starts to read.
   *
   * @param first number of the first batch that {@link #next} returns
   */
  BatchLoader(Draws draws, BatchReader reader, int threads, int first) {
    this.draws = draws;
    this.reader = reader;
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            new ThreadFactoryBuilder().setNameFormat("mmt-loader-%d").setDaemon(true).build());
    try {
      while (number < first) {
        draws.next();
        number++;
      }
      for (int i = 0; i < AHEAD_PER_THREAD * threads; i++) {
        readAhead();
      }
    } catch (RuntimeException | Error e) {
      Closing.after(e, this::close);
      throw e;
    }
  }

  private void readAhead() {
    List<Draw> next;
    try {
      next = draws.next();
    } catch (NoSuchElementException e) {
      return; // the plan has no more batches
    }
    int batch = number++;
    ahead.add(threads.submit(() -> reader.read(batch, next)));
  }

  /**
   * Returns the next batch.
   *
   * @throws CancellationException if the thread is interrupted; it stays interrupted
   * @throws RuntimeException if reading the batch threw it
   */
  Batch next() {
    try {
      Batch batch = ahead.remove().get();
      readAhead();
      return batch;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled(e);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private static CancellationException cancelled(InterruptedException e) {
    CancellationException cancelled = new CancellationException("training: interrupted");
    cancelled.initCause(e);
    return cancelled;
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException thrown) {
      return thrown;
    }
    return new IllegalStateException(cause);
  }

  /**
   * Discards the batches that were read ahead, interrupts running reads and waits until they end.
   */
  @Override
  public void close() {
    threads.shutdownNow();
    if (!Uninterruptibles.awaitTerminationUninterruptibly(
        threads, CLOSING_SECONDS, TimeUnit.SECONDS)) {
      log.warn("loader threads still read a video {} s after training ended", CLOSING_SECONDS);
    }
  }
}
