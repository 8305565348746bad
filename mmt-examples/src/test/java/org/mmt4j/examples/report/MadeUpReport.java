package org.mmt4j.examples.report;

import com.google.common.primitives.ImmutableDoubleArray;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.mmt4j.train.RetrievalMetrics;

/** A report about a run that never was. */
final class MadeUpReport {

  private static final int CLIPS = 200;

  private MadeUpReport() {}

  static Report of(List<RankedExample> examples, List<Ablation> ablations) {
    Random random = new Random(1);
    double[] losses =
        IntStream.range(0, 600)
            .mapToDouble(i -> 0.09 * Math.exp(-i / 120.0) + 0.012 * (1 + random.nextDouble()))
            .toArray();
    return new Report(
        "Finding clips by caption",
        List.of("1000 clips to train on", "200 clips to test on", "5 experts", "seed 1"),
        ImmutableDoubleArray.copyOf(losses),
        metrics(0, random),
        metrics(3, random),
        examples,
        ablations);
  }

  /** Metrics of random similarities whose right answers stand out by some deviations. */
  static RetrievalMetrics metrics(double deviations, Random random) {
    float[][] similarities = new float[CLIPS][CLIPS];
    for (int i = 0; i < CLIPS; i++) {
      for (int j = 0; j < CLIPS; j++) {
        similarities[i][j] = (float) (random.nextGaussian() + (i == j ? deviations : 0));
      }
    }
    return RetrievalMetrics.of(similarities);
  }

  /** Five hits, of which the right one has the given rank if that is one to five. */
  static RankedExample example(String caption, int rightRank) {
    List<Hit> hits =
        IntStream.rangeClosed(1, 5)
            .mapToObj(
                rank ->
                    new Hit(
                        "clip" + (1000 + rank + 7 * caption.length()),
                        0.9 - 0.07 * rank,
                        rank == rightRank,
                        clip(caption.hashCode() + rank)))
            .toList();
    return new RankedExample(caption, rightRank, hits);
  }

  /** Six frames in which a disc crosses the picture. */
  private static List<BufferedImage> clip(int seed) {
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
