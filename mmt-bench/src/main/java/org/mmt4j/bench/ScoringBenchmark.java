package org.mmt4j.bench;

import java.util.concurrent.TimeUnit;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideo;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Counts the similarities per second of one model, by any number of threads ({@code -t 2}). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ScoringBenchmark {

  private final MmtModel model = PaperModel.random();
  private final CaptionedVideo pair = Workload.TYPICAL.pairs(1).get(0);

  /** Embeds a video and a caption, and compares them. */
  @Benchmark
  public double similarity() {
    return model.similarity(pair.video(), pair.captions().get(0));
  }

  /** Frees the model. */
  @TearDown
  public void close() {
    model.close();
  }
}
