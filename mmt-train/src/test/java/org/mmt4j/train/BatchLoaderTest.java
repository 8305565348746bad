package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mmt4j.config.Architecture;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.CaptionedVideos;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Parameters;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.LayerContext.Lookup;
import org.nd4j.autodiff.samediff.SDVariable;

final class BatchLoaderTest {

  private static final int BATCH = 4;

  /** Videos with random content. */
  private static class RandomVideos implements CaptionedVideos {

    @Override
    public int size() {
      return 10;
    }

    @Override
    public String id(int index) {
      return "video" + index;
    }

    @Override
    public CaptionedVideo load(int index) throws IOException {
      throw new IOException("not read here");
    }

    @Override
    public CaptionedVideo draw(int index, RandomGenerator random) throws IOException {
      float[][] rows = {{index, 1}};
      int part = random.nextInt(1000);
      return new CaptionedVideo(
          VideoFeatures.of(id(index), Map.of("rgb", ExpertFeatures.of(rows, new double[] {0}))),
          ImmutableList.of("a" + part, "b" + part, "c" + part, "d" + part));
    }
  }

  /** Videos that take a minute to read. */
  private static final class SlowVideos extends RandomVideos {

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Override
    public CaptionedVideo draw(int index, RandomGenerator random) throws IOException {
      try {
        started.countDown();
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        interrupted.countDown();
        throw new IOException(e);
      }
      return super.draw(index, random);
    }
  }

  @Test
  void batchesDoNotDependOnTheNumberOfThreads() {
    assertEquals(
        descriptions(new RandomVideos(), 1, 0, 20), descriptions(new RandomVideos(), 3, 0, 20));
  }

  @Test
  void loaderCanStartAtAnyBatch() {
    assertEquals(
        descriptions(new RandomVideos(), 1, 0, 20).subList(13, 20),
        descriptions(new RandomVideos(), 2, 13, 7));
  }

  @Test
  void captionsOfAVideoAreUniqueUntilAllAreUsed() {
    BatchReader reader = reader(new RandomVideos(), 6);
    for (int number = 0; number < 20; number++) {
      List<String> captions = captions(reader.read(number, List.of(Draw.of(0, 1))));
      assertEquals(6, captions.size());
      assertEquals(4, captions.subList(0, 4).stream().distinct().count());
      assertEquals(2, captions.subList(4, 6).stream().distinct().count());
    }
  }

  @Test
  void readsAheadAtMostTwoBatchesPerThread() throws InterruptedException {
    AtomicInteger drawn = new AtomicInteger();
    CountDownLatch ahead = new CountDownLatch(4 * BATCH);
    CaptionedVideos counted =
        new RandomVideos() {
          @Override
          public CaptionedVideo draw(int index, RandomGenerator random) throws IOException {
            drawn.incrementAndGet();
            ahead.countDown();
            return super.draw(index, random);
          }
        };
    try (BatchLoader loader = loader(counted, 2, 0)) {
      ahead.await();
      assertEquals(4 * BATCH, drawn.get());
      loader.next();
    }
    assertTrue(drawn.get() <= 5 * BATCH);
  }

  @Test
  void nextThrowsIfAVideoOfItsBatchCannotBeRead() {
    CaptionedVideos broken =
        new RandomVideos() {
          @Override
          public CaptionedVideo draw(int index, RandomGenerator random) throws IOException {
            throw new IOException("video.h5: damaged");
          }
        };
    try (BatchLoader loader = loader(broken, 1, 0)) {
      UncheckedIOException thrown = assertThrows(UncheckedIOException.class, loader::next);
      assertEquals("java.io.IOException: video.h5: damaged", thrown.getMessage());
    }
  }

  @Test
  void closeInterruptsRunningReads() throws InterruptedException {
    SlowVideos slow = new SlowVideos();
    BatchLoader loader = loader(slow, 1, 0);
    slow.started.await();
    loader.close();
    assertEquals(0, slow.interrupted.getCount());
  }

  @Test
  void threadsEndIfADrawFails() throws InterruptedException {
    BlockingQueue<Thread> readers = new LinkedBlockingQueue<>();
    CaptionedVideos recording =
        new RandomVideos() {
          @Override
          public CaptionedVideo draw(int index, RandomGenerator random) throws IOException {
            readers.add(Thread.currentThread());
            return super.draw(index, random);
          }
        };
    AtomicInteger draws = new AtomicInteger();
    List<Thread> reader = new ArrayList<>();
    assertThrows(
        IllegalStateException.class,
        () ->
            new BatchLoader(
                () -> {
                  if (draws.incrementAndGet() == 2) {
                    reader.add(Uninterruptibles.takeUninterruptibly(readers));
                    throw new IllegalStateException("no more draws");
                  }
                  return List.of(Draw.of(0, 1));
                },
                reader(recording, 1),
                1,
                0));
    reader.get(0).join(60_000);
    assertFalse(reader.get(0).isAlive());
  }

  @Test
  void nextThrowsInAnInterruptedThread() {
    try (BatchLoader loader = loader(new SlowVideos(), 1, 0)) {
      Thread.currentThread().interrupt();
      assertThrows(CancellationException.class, loader::next);
      assertTrue(Thread.interrupted());
    }
  }

  /** Returns ids and captions of some batches, including random parts. */
  private static List<String> descriptions(
      CaptionedVideos videos, int threads, int first, int count) {
    List<String> descriptions = new ArrayList<>();
    try (BatchLoader loader = loader(videos, threads, first)) {
      for (int i = 0; i < count; i++) {
        Batch batch = loader.next();
        descriptions.add(batch.number() + " " + batch.ids() + " " + captions(batch));
      }
    }
    return descriptions;
  }

  private static List<String> captions(Batch batch) {
    return ((FakeCaptionBatch) batch.captions()).captions();
  }

  private static BatchLoader loader(CaptionedVideos videos, int threads, int first) {
    Sampler sampler = new Sampler(List.of(new TrainingSource(videos, 1)), config(1));
    return new BatchLoader(sampler::next, reader(videos, 1), threads, first);
  }

  private static BatchReader reader(CaptionedVideos videos, int captionsPerVideo) {
    Expert rgb = Expert.of("rgb", 2).withTokenType(1);
    ModelConfig config =
        ModelConfig.builder()
            .experts(ImmutableList.of(rgb))
            .hiddenSize(4)
            .layers(1)
            .heads(1)
            .feedForward(4)
            .positions(7)
            .tokenTypes(2)
            .maxFeatures(5)
            .dropout(0)
            .attentionDropout(0)
            .captionDropout(0)
            .initializerRange(0.02)
            .architecture(Architecture.PUBLISHED)
            .build();
    return new BatchReader(
        List.of(new TrainingSource(videos, 1)),
        config,
        FakeCaptionBatch::new,
        config(captionsPerVideo));
  }

  private static TrainingConfig config(int captionsPerVideo) {
    return TrainingConfig.builder()
        .batchSize(BATCH)
        .captionsPerVideo(captionsPerVideo)
        .seed(7)
        .build();
  }

  /** Captions that cannot be added to a graph. */
  private record FakeCaptionBatch(List<String> captions) implements CaptionBatch {

    @Override
    public int size() {
      return captions.size();
    }

    @Override
    public Object shape() {
      return captions.size();
    }

    @Override
    public SDVariable encode(LayerContext context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void fill(CompiledGraph graph, Map<String, Lookup> lookups, Parameters parameters) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int[] ids() {
      throw new UnsupportedOperationException();
    }
  }
}
