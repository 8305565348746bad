package org.mmt4j.extract.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Longs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.io.DataFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network in an ONNX file, run by ONNX Runtime on one CPU thread. Holds native memory until it is
 * closed; closing it again has no effect. Not thread-safe.
 */
public final class OnnxModel implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OnnxModel.class);

  private final Path file;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final ImmutableMap<String, TensorInfo> inputs;
  private final ImmutableSet<String> outputs;
  private boolean closed;

  private OnnxModel(
      Path file,
      OrtEnvironment environment,
      OrtSession session,
      ImmutableMap<String, TensorInfo> inputs) {
    this.file = file;
    this.environment = environment;
    this.session = session;
    this.inputs = inputs;
    this.outputs = ImmutableSet.copyOf(session.getOutputNames());
  }

  /**
   * Reads a network.
   *
   * @throws IOException if the file does not exist, or ONNX Runtime cannot run it
   */
  public static OnnxModel open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DataFileException(file, "found no such file, expected a network in ONNX format");
    }
    return open(
        file, (environment, options) -> environment.createSession(file.toString(), options));
  }

  /**
   * Reads a network from memory.
   *
   * @param file where it comes from, for messages
   * @param network the content of an ONNX file
   * @throws IOException if ONNX Runtime cannot run it
   */
  public static OnnxModel open(Path file, byte[] network) throws IOException {
    return open(file, (environment, options) -> environment.createSession(network, options));
  }

  @FunctionalInterface
  private interface Source {
    OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options)
        throws OrtException;
  }

  private static OnnxModel open(Path file, Source source) throws IOException {
    Stopwatch watch = Stopwatch.createStarted();
    OrtEnvironment environment = OnnxRuntime.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setDeterministicCompute(true);
      OnnxModel model = open(file, environment, source.open(environment, options));
      LOG.info("opened network {} in {} ms", file, watch.elapsed(TimeUnit.MILLISECONDS));
      return model;
    } catch (OrtException e) {
      throw new DataFileException(
          file, "cannot be read as a network in ONNX format: " + e.getMessage(), e);
    }
  }

  private static OnnxModel open(Path file, OrtEnvironment environment, OrtSession session)
      throws IOException, OrtException {
    try {
      return new OnnxModel(file, environment, session, inputs(file, session));
    } catch (IOException | OrtException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static ImmutableMap<String, TensorInfo> inputs(Path file, OrtSession session)
      throws IOException, OrtException {
    ImmutableMap.Builder<String, TensorInfo> inputs = ImmutableMap.builder();
    for (NodeInfo input : session.getInputInfo().values()) {
      if (!(input.getInfo() instanceof TensorInfo tensor)) {
        throw new DataFileException(
            file,
            "input " + input.getName() + ": found " + input.getInfo() + ", expected a tensor");
      }
      inputs.put(input.getName(), tensor);
    }
    return inputs.buildOrThrow();
  }

  /** Returns the file of the network. */
  public Path file() {
    return file;
  }

  /**
   * Returns the shapes of the inputs, by name and in the order of the network; -1 is any length.
   */
  public Map<String, List<Long>> inputs() {
    ImmutableMap.Builder<String, List<Long>> shapes = ImmutableMap.builder();
    inputs.forEach((name, info) -> shapes.put(name, shape(info)));
    return shapes.buildOrThrow();
  }

  private static List<Long> shape(TensorInfo info) {
    return Longs.asList(info.getShape()).stream().toList();
  }

  /** Returns whether the first axis of the first input has any length, so that it is a batch. */
  boolean hasAnyBatch() {
    return inputs().values().stream()
        .findFirst()
        .filter(shape -> !shape.isEmpty() && shape.get(0) < 0)
        .isPresent();
  }

  /** Returns the names of the outputs, in the order of the network. */
  public Set<String> outputs() {
    return outputs;
  }

  /**
   * Runs a network that has one input and one output.
   *
   * @throws IOException if it has more than one of either, or as {@link #run(Map, Set)} does
   */
  public OnnxArray run(OnnxArray input) throws IOException {
    if (inputs.size() != 1 || outputs.size() != 1) {
      throw new DataFileException(
          file,
          "found inputs " + inputs.keySet() + " and outputs " + outputs + ", expected one of each");
    }
    return run(input, outputs.iterator().next());
  }

  /**
   * Runs a network that has one input.
   *
   * @param output name of the requested output
   * @throws IOException if it has more inputs, or as {@link #run(Map, Set)} does
   */
  public OnnxArray run(OnnxArray input, String output) throws IOException {
    if (inputs.size() != 1) {
      throw new DataFileException(file, "found inputs " + inputs.keySet() + ", expected one");
    }
    return run(Map.of(inputs.keySet().iterator().next(), input), Set.of(output))
        .values()
        .iterator()
        .next();
  }

  /**
   * Runs the network.
   *
   * @param named all inputs, by name; values are rounded if the network reads integers
   * @param wanted names of the requested outputs
   * @return the requested outputs, by name
   * @throws IOException if names or shapes differ from those of the network, or the network fails
   */
  public Map<String, OnnxArray> run(Map<String, OnnxArray> named, Set<String> wanted)
      throws IOException {
    if (closed) {
      throw new ClosedException("network " + file);
    }
    requireNames("inputs", named.keySet(), inputs.keySet(), named.keySet().equals(inputs.keySet()));
    requireNames("outputs", wanted, outputs, outputs.containsAll(wanted));
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, OnnxArray> entry : named.entrySet()) {
        tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
      }
      try (OrtSession.Result result = session.run(tensors, wanted)) {
        return arrays(result);
      }
    } catch (OrtException e) {
      throw new DataFileException(file, "the network failed: " + e.getMessage(), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private void requireNames(String what, Set<String> found, Set<String> expected, boolean matches)
      throws IOException {
    if (!matches) {
      throw new DataFileException(file, what + ": found " + found + ", expected " + expected);
    }
  }

  private OnnxTensor tensor(String name, OnnxArray array) throws IOException, OrtException {
    TensorInfo expected = Objects.requireNonNull(inputs.get(name), name);
    if (!matchesShape(array.shape(), shape(expected))) {
      throw new DataFileException(
          file,
          "input "
              + name
              + ": found shape "
              + array.shape()
              + ", expected "
              + shape(expected)
              + " (-1 means any length)");
    }
    return OnnxTensors.of(environment, file, "input " + name, array, expected.type);
  }

  private static boolean matchesShape(List<Long> found, List<Long> expected) {
    if (found.size() != expected.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (expected.get(i) >= 0 && !expected.get(i).equals(found.get(i))) {
        return false;
      }
    }
    return true;
  }

  private ImmutableMap<String, OnnxArray> arrays(OrtSession.Result result) throws IOException {
    ImmutableMap.Builder<String, OnnxArray> arrays = ImmutableMap.builder();
    for (Map.Entry<String, OnnxValue> entry : result) {
      arrays.put(
          entry.getKey(), OnnxTensors.read(file, "output " + entry.getKey(), entry.getValue()));
    }
    return arrays.buildOrThrow();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(file + ": cannot be closed: " + e.getMessage(), e);
    }
  }
}
