package org.mmt4j.graph.kernel;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs the chunks of a kernel on the calling thread and on threads of the common pool, as many as
 * ND4J's operations use. The result of a chunk must not depend on the thread.
 */
public final class Workers {

  /** The work of one worker on a chunk. */
  @FunctionalInterface
  public interface Work {
    void run(int chunk);
  }

  /**
   * Chunks and their work.
   *
   * @param chunks the number of chunks
   * @param work returns the work of a worker, numbered from 0
   */
  public record Job(int chunks, IntFunction<Work> work) {

    /** Returns a job with the chunks of several jobs, in order. */
    static Job of(List<Job> jobs) {
      return new Job(
          jobs.stream().mapToInt(Job::chunks).reduce(0, Math::addExact),
          worker -> new Sequence(jobs, worker));
    }
  }

  /** The work of one worker over several jobs. Chunk numbers of a worker only increase. */
  private static final class Sequence implements Work {
    private final Iterator<Job> jobs;
    private final int worker;
    private Work work = chunk -> {};
    private int first;
    private int end;

    Sequence(List<Job> jobs, int worker) {
      this.jobs = jobs.iterator();
      this.worker = worker;
    }

    @Override
    public void run(int chunk) {
      while (chunk >= end) {
        Job job = jobs.next();
        first = end;
        end += job.chunks();
        work = chunk < end ? job.work().apply(worker) : work;
      }
      work.run(chunk - first);
    }
  }

  /** The number of workers that a test requested; 0 for the default. */
  private static volatile int requested;

  private Workers() {}

  /** Sets the result of {@link #count}, for tests; 0 restores the default. */
  public static void setCount(int workers) {
    requested = workers;
  }

  /** Returns the largest number of workers at a time. */
  public static int count() {
    if (requested > 0) {
      return requested;
    }
    return Math.max(
        1,
        Math.min(Nd4j.getEnvironment().maxThreads(), ForkJoinPool.getCommonPoolParallelism() + 1));
  }

  /** Runs all chunks of all jobs with {@link #count} workers, and returns when they are done. */
  public static void run(List<Job> jobs) {
    Job all = Job.of(jobs);
    run(all.chunks(), count(), all.work());
  }

  /**
   * Runs all chunks and returns when they are done.
   *
   * @param work returns the work of a worker, numbered from 0
   */
  public static void run(int chunks, int workers, IntFunction<Work> work) {
    run(chunks, workers, work, ForkJoinPool.commonPool());
  }

  /** As {@link #run(int, int, IntFunction)}, with the other workers on threads of an executor. */
  static void run(int chunks, int workers, IntFunction<Work> work, Executor threads) {
    if (workers == 1 || chunks <= 1) {
      Work alone = work.apply(0);
      for (int chunk = 0; chunk < chunks; chunk++) {
        alone.run(chunk);
      }
      return;
    }
    List<Work> works = IntStream.range(0, Math.min(workers, chunks)).mapToObj(work).toList();
    Share share = new Share(chunks);
    works.stream().skip(1).forEach(other -> start(() -> share.take(other), threads));
    share.take(works.get(0));
    share.awaitOthers();
  }

  /**
   * Starts a worker. If the system has no thread for it, the other workers do its share: to throw
   * here would return to the caller while those that have started still write to its memory.
   */
  private static void start(Runnable worker, Executor threads) {
    try {
      threads.execute(worker);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // the calling thread takes all chunks that no other worker takes
    }
  }

  /** Chunks that workers take one at a time, first come, first served. */
  private static final class Share {
    private static final int SPINS = 20_000;

    private final int chunks;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch pending;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Share(int chunks) {
      this.chunks = chunks;
      this.pending = new CountDownLatch(chunks);
    }

    void take(Work work) {
      for (int chunk = next.getAndIncrement(); chunk < chunks; chunk = next.getAndIncrement()) {
        try {
          if (failure.get() == null) { // after a failure, nobody reads the results
            work.run(chunk);
          }
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          pending.countDown();
        }
      }
    }

    /** Waits for the other workers, which have at most one chunk left each. */
    void awaitOthers() {
      for (int spin = 0; spin < SPINS && pending.getCount() > 0; spin++) {
        Thread.onSpinWait();
      }
      Uninterruptibles.awaitUninterruptibly(pending);
      Throwable thrown = failure.get();
      if (thrown != null) {
        Throwables.throwIfUnchecked(thrown);
        throw new IllegalStateException(thrown);
      }
    }
  }
}
