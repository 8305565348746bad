package org.mmt4j.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mmt4j.Hit;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoIndex;
import org.mmt4j.similarity.VectorPrecision;
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

/** Times the search for the best ten of 200 000 videos for one caption. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class RankingBenchmark {

  private final MmtModel model = PaperModel.random();

  private final VideoIndex floats =
      RandomVectors.index(model, Part.INDEXED, VectorPrecision.FLOAT32);

  private final VideoIndex bytes = RandomVectors.index(model, Part.INDEXED, VectorPrecision.INT8);

  /** Searches vectors in single precision. */
  @Benchmark
  public List<Hit> rank() {
    return floats.search(RandomVectors.query(), Part.BEST);
  }

  /** Searches int8 vectors. */
  @Benchmark
  public List<Hit> rankBytes() {
    return bytes.search(RandomVectors.query(), Part.BEST);
  }

  /** Frees the model and the indexes. */
  @TearDown
  public void close() {
    floats.close();
    bytes.close();
    model.close();
  }
}
