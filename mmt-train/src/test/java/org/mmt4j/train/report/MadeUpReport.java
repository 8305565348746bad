package org.mmt4j.train.report;

import com.google.common.collect.ImmutableMap;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/** A report about a fictitious run. */
final class MadeUpReport {

  private static final int VIDEOS = 200;
  private static final int STEPS = 600;

  private MadeUpReport() {}

  static Report of(List<RankedExample> examples, List<Ablation> ablations) {
    return new Report(
        "Finding videos by caption",
        List.of("1000 videos to train on", "200 videos to test on", "3 experts", "seed 1"),
        steps(),
        evaluations(),
        examples,
        ablations);
  }

  /** Returns 600 steps with a falling loss and a learning rate that halves every 100 steps. */
  static List<StepReport> steps() {
    Random random = new Random(1);
    return IntStream.rangeClosed(1, STEPS)
        .mapToObj(
            step ->
                new StepReport(
                    step,
                    STEPS,
                    0.09 * Math.exp(-step / 120.0) + 0.012 * (1 + random.nextDouble()),
                    5e-5 * Math.pow(0.5, Math.floor((step - 1) / 100.0)),
                    0.125))
        .toList();
  }

  /** Returns evaluations before training and after every 100 steps. */
  static List<EvaluationReport> evaluations() {
    Random random = new Random(2);
    return IntStream.rangeClosed(0, 6)
        .mapToObj(
            i ->
                new EvaluationReport(
                    i * STEPS / 6,
                    metrics(i / 2.0, random),
                    ImmutableMap.of(
                        "rgb", 0.3 + i / 30.0, "audio", 0.3 - i / 40.0, "ocr", 0.4 - i / 120.0)))
        .toList();
  }

  /**
   * Returns metrics of random similarities; correct answers are larger by some standard deviations.
   */
  static RetrievalMetrics metrics(double deviations, Random random) {
    float[][] similarities = new float[VIDEOS][VIDEOS];
    for (int i = 0; i < VIDEOS; i++) {
      for (int j = 0; j < VIDEOS; j++) {
        similarities[i][j] = (float) (random.nextGaussian() + (i == j ? deviations : 0));
      }
    }
    return RetrievalMetrics.of(similarities);
  }

  /** Returns five videos; the correct one is among them if its rank is 1 to 5. */
  static RankedExample example(String caption, int correctRank) {
    List<RankedVideo> videos =
        IntStream.rangeClosed(1, 5)
            .mapToObj(
                rank ->
                    new RankedVideo(
                        "video" + (1000 + rank + 7 * caption.length()),
                        0.9 - 0.07 * rank,
                        rank == correctRank,
                        frames(caption.hashCode() + rank)))
            .toList();
    return new RankedExample(caption, correctRank, videos);
  }

  /** Returns six frames in which a disc crosses the image. */
  private static List<BufferedImage> frames(int seed) {
    Random random = new Random(seed);
    Color sky = Color.getHSBColor(random.nextFloat(), 0.25f, 0.9f);
    Color disc = Color.getHSBColor(random.nextFloat(), 0.8f, 0.8f);
    int y = 10 + random.nextInt(30);
    return IntStream.range(0, 6)
        .mapToObj(
            frame -> {
              BufferedImage image = new BufferedImage(96, 72, BufferedImage.TYPE_INT_RGB);
              Graphics2D graphics = image.createGraphics();
              graphics.setColor(sky);
              graphics.fillRect(0, 0, 96, 72);
              graphics.setColor(disc);
              graphics.fillOval(4 + 12 * frame, y, 24, 24);
              graphics.dispose();
              return image;
            })
        .toList();
  }
}
