package org.mmt4j.graph.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {

  private static final int CHUNKS = 1000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 17})
  void runsEveryChunkOnceBeforeItReturns(int workers) {
    for (int round = 0; round < 50; round++) {
      AtomicIntegerArray done = new AtomicIntegerArray(CHUNKS);
      Workers.run(CHUNKS, workers, worker -> done::incrementAndGet);
      assertTrue(IntStream.range(0, CHUNKS).allMatch(chunk -> done.get(chunk) == 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 17})
  void runsEveryChunkOfSeveralJobsOnce(int workers) {
    int[] chunks = {0, 1, 500, 0, 0, 300, 3};
    AtomicIntegerArray[] done = new AtomicIntegerArray[chunks.length];
    List<Workers.Job> jobs = new ArrayList<>();
    for (int i = 0; i < chunks.length; i++) {
      AtomicIntegerArray ofJob = new AtomicIntegerArray(chunks[i]);
      done[i] = ofJob;
      jobs.add(new Workers.Job(chunks[i], worker -> ofJob::incrementAndGet));
    }
    Workers.setCount(workers);
    try {
      Workers.run(jobs);
    } finally {
      Workers.setCount(0);
    }
    for (AtomicIntegerArray ofJob : done) {
      assertTrue(IntStream.range(0, ofJob.length()).allMatch(chunk -> ofJob.get(chunk) == 1));
    }
  }

  @Test
  void returnsWithoutJobs() {
    Workers.run(List.of());
  }

  @Test
  void workersHaveDifferentNumbers() {
    AtomicIntegerArray busy = new AtomicIntegerArray(4);
    AtomicIntegerArray clashes = new AtomicIntegerArray(1);
    Workers.run(
        CHUNKS,
        4,
        worker ->
            chunk -> {
              if (busy.incrementAndGet(worker) > 1) {
                clashes.incrementAndGet(0);
              }
              busy.decrementAndGet(worker);
            });
    assertEquals(0, clashes.get(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void rethrowsAnException(int workers) {
    RuntimeException failure = new IllegalStateException("chunk 7");
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () ->
                Workers.run(
                    CHUNKS,
                    workers,
                    worker ->
                        chunk -> {
                          if (chunk == 7) {
                            throw failure;
                          }
                        }));
    assertSame(failure, thrown);
  }

  @Test
  void runsNoChunkIfAWorkerCannotBeCreated() {
    AtomicIntegerArray done = new AtomicIntegerArray(CHUNKS);
    assertThrows(
        IllegalStateException.class,
        () ->
            Workers.run(
                CHUNKS,
                2,
                worker -> {
                  if (worker == 1) {
                    throw new IllegalStateException("worker 1");
                  }
                  return done::incrementAndGet;
                }));
    assertTrue(IntStream.range(0, CHUNKS).allMatch(chunk -> done.get(chunk) == 0));
  }

  @Test
  void rethrowsAnError() {
    Error failure = new AssertionError("chunk 7");
    Error thrown =
        assertThrows(
            Error.class,
            () ->
                Workers.run(
                    CHUNKS,
                    2,
                    worker ->
                        chunk -> {
                          if (chunk == 7) {
                            throw failure;
                          }
                        }));
    assertSame(failure, thrown);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void chunksOfWorkersWithoutAThreadAreRunByTheOthers(int threads) {
    AtomicIntegerArray done = new AtomicIntegerArray(CHUNKS);
    AtomicInteger left = new AtomicInteger(threads);
    Executor exhausted =
        worker -> {
          if (left.getAndDecrement() <= 0) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          ForkJoinPool.commonPool().execute(worker);
        };
    Workers.run(CHUNKS, 4, worker -> done::incrementAndGet, exhausted);
    assertTrue(IntStream.range(0, CHUNKS).allMatch(chunk -> done.get(chunk) == 1));
  }

  @Test
  void runsNoChunkAfterAFailure() {
    AtomicIntegerArray done = new AtomicIntegerArray(CHUNKS);
    List<Workers.Job> jobs =
        List.of(
            new Workers.Job(1, worker -> done::incrementAndGet),
            new Workers.Job(
                CHUNKS,
                worker -> {
                  throw new IllegalStateException("no memory");
                }));
    Workers.setCount(2);
    try {
      assertThrows(IllegalStateException.class, () -> Workers.run(jobs));
    } finally {
      Workers.setCount(0);
    }
    assertTrue(IntStream.range(1, CHUNKS).allMatch(chunk -> done.get(chunk) == 0));
  }
}
