package org.mmt4j.bench;

import com.google.common.primitives.Floats;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.mmt4j.bench.libtorch.TorchContender;
import org.mmt4j.graph.device.Precision;

/**
 * Main class of the child processes of {@link SideBySide} and {@link SteadySteps}. Arguments:
 * {@code DIRECTORY CONTENDER TASK ...}.
 */
final class ContenderProcess {

  static final String WRITE = "write";
  static final String OUTPUTS = "outputs";
  static final String REPEAT = "repeat";
  static final String FIRST = "first";
  static final String PEAK = "peak";
  static final String TRAIN = "train";

  static final String MMT = "mmt";
  static final String LIBTORCH = "libtorch";

  /** libtorch on batches truncated to their longest sequences, for information. */
  static final String LIBTORCH_TRUNCATED = "libtorch-truncated";

  private ContenderProcess() {}

  /** Runs one task. */
  public static void main(String... arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Contender contender = contender(arguments[1], directory);
    switch (arguments[2]) {
      case WRITE -> new WorkFiles(directory).write();
      case OUTPUTS ->
          write(
              directory,
              arguments[1],
              contender,
              Workload.valueOf(arguments[3]),
              Precision.valueOf(arguments[4]));
      case REPEAT ->
          contender.repeat(Part.of(arguments[3]), new Turns(Integer.parseInt(arguments[4])));
      case PEAK -> {
        new Turns(0).send(Double.toString(Sgemm.gigaflops()));
        System.err.println("OpenBLAS uses its kernels for " + OpenBlasKernels.name());
      }
      case FIRST -> new Turns(0).send(Double.toString(contender.firstSimilarity()));
      case TRAIN ->
          SteadySteps.train(
              Integer.parseInt(arguments[3]), new Turns(Integer.parseInt(arguments[4])));
      default ->
          throw new IllegalArgumentException("task: expected a known task, found " + arguments[2]);
    }
  }

  private static Contender contender(String name, Path directory) {
    return switch (name) {
      case MMT -> new MmtContender(directory);
      case LIBTORCH -> TorchContender.padded(directory);
      case LIBTORCH_TRUNCATED -> TorchContender.truncated(directory);
      default ->
          throw new IllegalArgumentException(
              "contender: expected mmt, libtorch or libtorch-truncated, found " + name);
    };
  }

  private static void write(
      Path directory, String name, Contender contender, Workload workload, Precision precision)
      throws IOException {
    for (Map.Entry<String, float[]> output : contender.outputs(workload, precision).entrySet()) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * output.getValue().length)
              .order(ByteOrder.LITTLE_ENDIAN);
      Floats.asList(output.getValue()).forEach(bytes::putFloat);
      Files.write(new WorkFiles(directory).output(name, workload, output.getKey()), bytes.array());
    }
  }
}
