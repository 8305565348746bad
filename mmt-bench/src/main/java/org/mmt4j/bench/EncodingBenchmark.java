package org.mmt4j.bench;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.data.CaptionedVideo;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Times the embedding of a batch of 32 videos, and of 32 captions. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class EncodingBenchmark {

  /** The workload of the batch. */
  @Param public Workload workload = Workload.DENSE;

  private final MmtModel model = PaperModel.random();

  /** Embeds the videos. */
  @Benchmark
  public List<VideoEmbedding> videos() {
    return model.embedVideos(pairs().stream().map(CaptionedVideo::video).toList());
  }

  /** Embeds the captions. */
  @Benchmark
  public List<CaptionEmbedding> captions() {
    return model.embedCaptions(pairs().stream().map(pair -> pair.captions().get(0)).toList());
  }

  private ImmutableList<CaptionedVideo> pairs() {
    return workload.pairs(Workload.BATCH);
  }

  /** Frees the model. */
  @TearDown
  public void close() {
    model.close();
  }
}
