package org.mmt4j.bench;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.mmt4j.MmtModel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Times a training step of 32 pairs: forward, backward, Adam. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class TrainingBenchmark {

  /** The workload of the batch. */
  @Param public Workload workload = Workload.DENSE;

  private final MmtModel model = PaperModel.random();
  private Optional<SteppedTraining> training = Optional.empty();

  /** Starts the training. */
  @Setup
  public void start() {
    training = Optional.of(new SteppedTraining(model, workload.pairs(Workload.BATCH)));
  }

  /** Runs one step. */
  @Benchmark
  public double step() throws InterruptedException {
    return training.orElseThrow().step();
  }

  /** Ends the training and frees the model. */
  @TearDown
  public void close() throws InterruptedException {
    training.orElseThrow().close();
    model.close();
  }
}
