package org.mmt4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.VideoFeatures;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Prints how the time of scoring grows with the batch, with the length of videos, and with the
 * number of callers and models. {@code OMP_NUM_THREADS} sets the threads of matrix products.
 */
final class Scaling {

  private static final int TURNS = 7;
  private static final int VIDEOS = 16;
  private static final int SECONDS = 6;
  private static final List<Integer> BATCHES = List.of(8, 16, 32, 64, 128, 256);
  private static final List<Integer> FEATURES = List.of(3, 8, 17, 35, 72);
  private static final List<Integer> CALLERS = List.of(1, 2, 4, 8);

  private Scaling() {}

  /** Runs the program. */
  public static void main(String... arguments) throws Exception {
    try (MmtModel model = PaperModel.random()) {
      print("threads of products: %d", Nd4j.getEnvironment().maxThreads());
      batches(model);
      callers("one model", List.of(model));
      try (MmtModel other = PaperModel.random()) {
        callers("two models", List.of(model, other));
      }
    }
    lengths();
  }

  private static void batches(MmtModel model) {
    print("| batch, lengths as in MSR-VTT | ms | ms per video |");
    for (int batch : BATCHES) {
      double seconds = embedding(model, videos(Workload.TYPICAL.pairs(batch)));
      print("| %d | %.0f | %.1f |", batch, 1e3 * seconds, 1e3 * seconds / batch);
    }
  }

  /** Videos of all experts with the same number of features: 7 n + 14 tokens or a few less. */
  private static void lengths() {
    print("| features per expert, %d videos | ms | ms per feature and video |", VIDEOS);
    try (MmtModel model = PaperModel.random(FEATURES.get(FEATURES.size() - 1))) {
      for (int features : FEATURES) {
        double seconds = embedding(model, videos(Workload.pairs(VIDEOS, features)));
        print("| %d | %.0f | %.2f |", features, 1e3 * seconds, 1e3 * seconds / features / VIDEOS);
      }
    }
  }

  private static List<VideoFeatures> videos(List<CaptionedVideo> pairs) {
    return pairs.stream().map(CaptionedVideo::video).toList();
  }

  private static double embedding(MmtModel model, List<VideoFeatures> videos) {
    model.embedVideos(videos);
    double[] seconds = new double[TURNS];
    for (int turn = 0; turn < TURNS; turn++) {
      long start = System.nanoTime();
      model.embedVideos(videos);
      seconds[turn] = (System.nanoTime() - start) * 1e-9;
    }
    return new Median().evaluate(seconds);
  }

  private static void callers(String title, List<MmtModel> models) throws Exception {
    print("| callers of %s | similarities per second |", title);
    CaptionedVideo pair = Workload.TYPICAL.pairs(1).get(0);
    for (int callers : CALLERS) {
      similarities(models, callers, pair, 1);
      print("| %d | %.1f |", callers, similarities(models, callers, pair, SECONDS));
    }
  }

  /** Returns the similarities per second of callers that share models. */
  private static double similarities(
      List<MmtModel> models, int callers, CaptionedVideo pair, int seconds) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      long start = System.nanoTime();
      long end = start + TimeUnit.SECONDS.toNanos(seconds);
      List<Callable<Integer>> work = new ArrayList<>();
      IntStream.range(0, callers)
          .mapToObj(caller -> models.get(caller % models.size()))
          .forEach(model -> work.add(() -> countUntil(end, model, pair)));
      int count = 0;
      for (Future<Integer> calls : threads.invokeAll(work)) {
        count += calls.get();
      }
      return count / ((System.nanoTime() - start) * 1e-9);
    } finally {
      threads.shutdown();
    }
  }

  private static int countUntil(long end, MmtModel model, CaptionedVideo pair) {
    int calls = 0;
    while (System.nanoTime() < end) {
      model.similarity(pair.video(), pair.captions().get(0));
      calls++;
    }
    return calls;
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
