package org.mmt4j.extract.onnx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmt4j.extract.Frame;
import org.mmt4j.io.DataFileException;

/**
 * Runs a network with one input, and reads one output, on the moments of one video, in batches: up
 * to {@value #MAX_LENGTH} within {@value #MAX_VALUES} values if the first axis of the input has any
 * length, otherwise one by one. A moment that repeats the one before gets the same result without
 * being computed.
 */
public final class NetworkBatch {

  static final int MAX_LENGTH = 8;
  private static final int MAX_VALUES = 1 << 23;

  /** Receives the results, in order of time. */
  @FunctionalInterface
  public interface Results {

    /**
     * Receives the values of the output for one moment; not copied, must not be changed.
     *
     * @throws IOException if the expert fails
     */
    void accept(double time, float[] values) throws IOException;
  }

  /** Makes the input of a frame, without the batch axis. */
  @FunctionalInterface
  public interface FrameInput {

    /** Returns the input. */
    OnnxArray of(Frame frame);
  }

  @FunctionalInterface
  private interface Run {
    OnnxArray of(OnnxArray batch) throws IOException;
  }

  /**
   * The result at a time.
   *
   * @param input index in the batch; -1 is the last one of the batch before
   */
  private record Pending(double time, int input) {}

  private final OnnxModel network;
  private final Run computation;
  private final Results results;
  private final List<OnnxArray> inputs = new ArrayList<>();
  private final List<Pending> pending = new ArrayList<>();
  private @Nullable Frame lastFrame;
  private float[] last = {};

  /** Creates an empty batch for a network with one output. The network stays the caller's. */
  public NetworkBatch(OnnxModel network, Results results) {
    this(network, network::run, results);
  }

  /** Creates an empty batch for one output of a network. The network stays the caller's. */
  public NetworkBatch(OnnxModel network, String output, Results results) {
    this(network, input -> network.run(input, output), results);
  }

  private NetworkBatch(OnnxModel network, Run computation, Results results) {
    this.network = network;
    this.computation = computation;
    this.results = results;
  }

  /**
   * Adds a moment, and its input without the batch axis.
   *
   * @throws IOException if the network fails
   */
  public void add(double time, OnnxArray input) throws IOException {
    pending.add(new Pending(time, inputs.size()));
    inputs.add(input);
    if (inputs.size() >= limit(input)) {
      run();
    }
  }

  /**
   * Adds a frame, of which each picture is computed once while it is shown.
   *
   * @throws IOException if the network fails
   */
  public void add(Frame frame, FrameInput input) throws IOException {
    boolean isRepeated = lastFrame != null && lastFrame.isSameFrame(frame);
    lastFrame = frame;
    if (isRepeated) {
      pending.add(new Pending(frame.time(), inputs.size() - 1));
    } else {
      add(frame.time(), input.of(frame));
    }
  }

  private int limit(OnnxArray input) {
    return network.hasAnyBatch()
        ? Math.max(1, Math.min(MAX_LENGTH, MAX_VALUES / input.values().length))
        : 1;
  }

  /**
   * Runs the network on what was added, at the latest at the end of the video.
   *
   * @throws IOException if the network fails
   */
  public void run() throws IOException {
    float[][] rows =
        inputs.isEmpty() ? new float[0][] : rows(computation.of(OnnxArray.stack(inputs)));
    for (Pending moment : pending) {
      results.accept(moment.time(), moment.input() < 0 ? last : rows[moment.input()]);
    }
    last = rows.length == 0 ? last : rows[rows.length - 1];
    inputs.clear();
    pending.clear();
  }

  private float[][] rows(OnnxArray output) throws DataFileException {
    int count = inputs.size();
    if (output.values().length % count != 0) {
      throw new DataFileException(
          network.file(),
          "found output of shape "
              + output.shape()
              + " for a batch of "
              + count
              + ", expected that length first");
    }
    int dimension = output.values().length / count;
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = Arrays.copyOfRange(output.values(), i * dimension, (i + 1) * dimension);
    }
    return rows;
  }
}
