package org.mmt4j.bench;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.device.Device;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.Trainer;
import org.mmt4j.train.TrainingConfig;
import org.mmt4j.train.TrainingListener;

/**
 * Prints the times of training steps and of scoring on an NVIDIA GPU in each precision, and on the
 * CPU: medians for a batch of 32 videos and captions, with a model of the paper's sizes.
 */
final class DeviceTimes {

  private static final int WARM_UPS = 3;
  private static final int TURNS = 7;

  private DeviceTimes() {}

  /** Runs the program. */
  public static void main(String... arguments) {
    print("| device | precision | videos | step, ms | videos, ms | captions, ms |");
    print("| --- | --- | --- | --- | --- | --- |");
    try (MmtModel onCpu = PaperModel.random();
        MmtModel onGpu = onCpu.withDevice(Device.cuda())) {
      for (Workload workload : Workload.values()) {
        for (Precision precision : Precision.values()) {
          measure(onGpu, precision, workload);
        }
        measure(onCpu, Precision.FLOAT32, workload);
      }
    }
  }

  private static void measure(MmtModel model, Precision precision, Workload workload) {
    ImmutableList<CaptionedVideo> pairs = workload.pairs(Workload.BATCH);
    List<VideoFeatures> videos = pairs.stream().map(CaptionedVideo::video).toList();
    List<String> captions = pairs.stream().map(pair -> pair.captions().get(0)).toList();
    try (MmtModel rounding = model.withPrecision(precision)) {
      print(
          "| %s | %s | %s | %.1f | %.1f | %.1f |",
          model.device(),
          precision,
          workload.key(),
          step(rounding, pairs),
          milliseconds(() -> rounding.embedVideos(videos)),
          milliseconds(() -> rounding.embedCaptions(captions)));
    }
  }

  private static double step(MmtModel model, List<CaptionedVideo> pairs) {
    List<Double> seconds = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(StepReport report) {
            seconds.add(report.secondsPerStep());
          }
        };
    TrainingConfig config =
        TrainingConfig.builder()
            .batchSize(pairs.size())
            .steps(WARM_UPS + TURNS)
            .precision(model.precision())
            .build();
    Trainer.of(config).listener(listener).fit(model, pairs).close();
    return 1e3 * median(seconds.subList(WARM_UPS, seconds.size()));
  }

  private static double milliseconds(Runnable work) {
    List<Double> seconds = new ArrayList<>();
    for (int turn = 0; turn < WARM_UPS + TURNS; turn++) {
      long start = System.nanoTime();
      work.run();
      seconds.add((System.nanoTime() - start) * 1e-9);
    }
    return 1e3 * median(seconds.subList(WARM_UPS, seconds.size()));
  }

  private static double median(List<Double> values) {
    return new Median().evaluate(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
