package org.mmt4j.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mmt4j.graph.device.Precision;

/**
 * Checks that contenders compute the same outputs for a batch, so that their times are comparable.
 */
final class Agreement {

  /**
   * Float32 rounding through twelve layers and three updates; ten times the largest difference
   * found.
   */
  private static final double LARGEST_DIFFERENCE = 5e-6;

  /** Factors are rounded to 8 bits: 2e-3 each, through twelve layers. */
  private static final double LARGEST_DIFFERENCE_BFLOAT16 = 2e-2;

  private static final ImmutableList<String> OUTPUTS =
      ImmutableList.of(
          Contender.VIDEOS, Contender.CAPTIONS, Contender.SIMILARITIES, Contender.LOSSES);

  private final WorkFiles files;
  private final PrintStream out;

  Agreement(WorkFiles files, PrintStream out) {
    this.files = files;
    this.out = out;
  }

  /**
   * Runs both contenders and prints the largest differences.
   *
   * @throws IOException if a difference is too large; the message lists all differences
   */
  void require(String opponent, Workload workload, Precision precision)
      throws IOException, InterruptedException {
    double allowed =
        precision == Precision.BFLOAT16 ? LARGEST_DIFFERENCE_BFLOAT16 : LARGEST_DIFFERENCE;
    for (String contender : List.of(ContenderProcess.MMT, opponent)) {
      try (ChildProcess child =
          new ChildProcess(
              files.directory(),
              contender,
              ContenderProcess.OUTPUTS,
              workload.name(),
              precision.name())) {
        child.finish();
      }
    }
    List<String> differences = new ArrayList<>();
    boolean agree = true;
    for (String output : OUTPUTS) {
      float[] ours = read(files.output(ContenderProcess.MMT, workload, output));
      float[] theirs = read(files.output(opponent, workload, output));
      double difference = difference(ours, theirs);
      agree &= difference <= allowed; // false for NaN
      differences.add(
          String.format(Locale.ROOT, "%s %.1e of %.1e", output, difference, largest(ours)));
    }
    String message =
        "%s batch, %s, mmt and %s, largest differences: %s"
            .formatted(workload.key(), precision, opponent, String.join(", ", differences));
    if (!agree) {
      throw new IOException(message + ", expected at most " + allowed);
    }
    out.println(message);
  }

  /**
   * Compares one similarity of each contender.
   *
   * @throws IOException if a difference is too large
   */
  static void requireEqual(Map<String, Double> similarities) throws IOException {
    double difference =
        Collections.max(similarities.values()) - Collections.min(similarities.values());
    if (!(difference <= LARGEST_DIFFERENCE)) {
      throw new IOException(
          "similarity of one pair: expected equal values, found %s".formatted(similarities));
    }
  }

  private static float[] read(Path file) throws IOException {
    FloatBuffer floats =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] values = new float[floats.remaining()];
    floats.get(values);
    return values;
  }

  private static double difference(float[] ours, float[] theirs) {
    if (ours.length != theirs.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < ours.length; i++) {
      largest = Math.max(largest, Math.abs((double) ours[i] - theirs[i]));
    }
    return largest;
  }

  private static double largest(float[] values) {
    return Floats.asList(values).stream().mapToDouble(Math::abs).max().orElse(0);
  }
}
