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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The best ten of 200 000 videos for one caption. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class RankingBenchmark {

  private final MmtModel model = PaperModel.random();

  @Param private VectorPrecision precision;

  private VideoIndex index;

  /** Packs the vectors. */
  @Setup
  public void pack() {
    index = RandomVectors.index(model, Part.INDEXED, precision);
  }

  /** Products and the choice of the best. */
  @Benchmark
  public List<Hit> rank() {
    return index.search(RandomVectors.query(), Part.BEST);
  }

  /** Frees model and index. */
  @TearDown
  public void close() {
    index.close();
    model.close();
    model.network().captionEncoder().close();
  }
}
