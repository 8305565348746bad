package org.mmt4j.graph.kernel;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs the chunks of a kernel on the calling thread and on idle ones of the common pool, as many as
 * ND4J's own operations use. Which thread takes a chunk changes nothing about its result.
 */
public final class Workers {

  /** What one worker does with a chunk. */
  @FunctionalInterface
  public interface Work {
    void run(int chunk);
  }

  /**
   * Chunks, and what does them.
   *
   * @param chunks how many, from 0
   * @param work of each worker, numbered from 0
   */
  public record Job(int chunks, IntFunction<Work> work) {

    /** The chunks of some jobs, one after the other. */
    static Job of(List<Job> jobs) {
      return new Job(
          jobs.stream().mapToInt(Job::chunks).reduce(0, Math::addExact),
          worker -> new Sequence(jobs, worker));
    }
  }

  /** A worker of jobs that come one after the other, since chunks come in their order. */
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

  /** As many as tests ask for; 0 if none does. */
  private static volatile int asked;

  private Workers() {}

  /** Lets {@link #most} give that number, for tests; 0 for what the machine has. */
  public static void ask(int workers) {
    asked = workers;
  }

  /** Most workers at a time. */
  public static int most() {
    if (asked > 0) {
      return asked;
    }
    return Math.max(
        1,
        Math.min(Nd4j.getEnvironment().maxThreads(), ForkJoinPool.getCommonPoolParallelism() + 1));
  }

  /** Returns when all chunks of all jobs are done, by {@link #most} workers. */
  public static void run(List<Job> jobs) {
    Job all = Job.of(jobs);
    run(all.chunks(), most(), all.work());
  }

  /**
   * Returns when all chunks are done.
   *
   * @param work of each worker, numbered from 0
   */
  public static void run(int chunks, int workers, IntFunction<Work> work) {
    if (workers == 1 || chunks <= 1) {
      Work alone = work.apply(0);
      for (int chunk = 0; chunk < chunks; chunk++) {
        alone.run(chunk);
      }
      return;
    }
    List<Work> works = IntStream.range(0, Math.min(workers, chunks)).mapToObj(work).toList();
    Share share = new Share(chunks);
    works.stream()
        .skip(1)
        .forEach(other -> ForkJoinPool.commonPool().execute(() -> share.take(other)));
    share.take(works.get(0));
    share.awaitOthers();
  }

  /** Chunks of which each goes to whoever asks first. */
  private static final class Share {
    private static final int SPINS = 20_000;

    private final int chunks;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch left;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Share(int chunks) {
      this.chunks = chunks;
      this.left = new CountDownLatch(chunks);
    }

    void take(Work work) {
      for (int chunk = next.getAndIncrement(); chunk < chunks; chunk = next.getAndIncrement()) {
        try {
          work.run(chunk);
        } catch (RuntimeException | Error e) {
          failure.set(e);
        } finally {
          left.countDown();
        }
      }
    }

    /** Others are at most within their last chunk. */
    void awaitOthers() {
      for (int spin = 0; spin < SPINS && left.getCount() > 0; spin++) {
        Thread.onSpinWait();
      }
      Uninterruptibles.awaitUninterruptibly(left);
      Throwable thrown = failure.get();
      if (thrown != null) {
        Throwables.throwIfUnchecked(thrown);
        throw new IllegalStateException(thrown);
      }
    }
  }
}
