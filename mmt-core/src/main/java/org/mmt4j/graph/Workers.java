package org.mmt4j.graph;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
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

  /** As many as tests ask for; 0 if none does. */
  private static volatile int asked;

  private Workers() {}

  /** Lets {@link #most} give that number, for tests; 0 for what the machine has. */
  static void ask(int workers) {
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

  /**
   * Returns when all chunks are done.
   *
   * @param work of each worker, numbered from 0
   */
  public static void run(int chunks, int workers, IntFunction<Work> work) {
    if (workers == 1 || chunks == 1) {
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
