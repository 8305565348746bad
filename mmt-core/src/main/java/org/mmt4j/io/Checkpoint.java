package org.mmt4j.io;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A training state in the format of the authors' trainer ({@code trained_model.pth}, {@code
 * checkpoint-epochN.pth}). State dict and configuration are required; the rest may be missing, as
 * in checkpoints that were shortened for a release.
 *
 * <p>Owns its tensors, in native memory: {@link #close} frees them. Tensors elsewhere in the file,
 * such as a moving average of the parameters, are freed when it is read.
 *
 * @param architecture the name of the model's class, {@code CENet}; "" if it is missing
 * @param epoch the last completed epoch; 0 if it is missing
 * @param stateDict parameters and buffers by name, in the order of the model, {@linkplain
 *     StateDict#unwrapped without the names of wrappers}
 * @param monitorBest the best value of the monitored metric so far; NaN if it is missing
 * @param config the attributes of the authors' {@code ConfigParser}, or the dict in its place
 * @param samples the number of training samples processed; 0 if it is missing
 * @param steps the number of training steps done; 0 if it is missing
 * @param optimizer the state of Adam; empty if none was saved
 * @param scheduler the attributes of the learning rate scheduler; empty if none was saved
 */
public record Checkpoint(
    String architecture,
    long epoch,
    Map<String, INDArray> stateDict,
    double monitorBest,
    Map<String, Object> config,
    long samples,
    long steps,
    Optional<AdamState> optimizer,
    Optional<Map<String, Object>> scheduler)
    implements AutoCloseable {

  private static final String OPTIMIZER = "optimizer";

  /**
   * The state of Adam.
   *
   * @param groups the options of each parameter group ({@code lr}, {@code betas}, ..)
   * @param moments the moments by index of the parameter: its position in the {@code params} of all
   *     groups; parameters that never had a gradient are missing
   */
  public record AdamState(List<Map<String, Object>> groups, Map<Integer, Moments> moments) {}

  /** The averages of a parameter's gradient and of its square, and the number of steps. */
  public record Moments(INDArray average, INDArray averageOfSquares, long steps) {}

  /**
   * Reads a checkpoint in either container format.
   *
   * @throws TensorFileException if {@link TorchFile#read} rejects the file, or it is not such a
   *     checkpoint
   * @throws IOException if it cannot be read
   */
  public static Checkpoint read(Path file) throws IOException {
    return read(file, Set.of());
  }

  /**
   * As {@link #read}, but without the state of Adam: its moments, which are twice as large as the
   * model, are not read.
   */
  public static Checkpoint readWithoutOptimizer(Path file) throws IOException {
    return read(file, Set.of(OPTIMIZER));
  }

  private static Checkpoint read(Path file, Set<String> skipped) throws IOException {
    TorchContent content = TorchFile.content(file, skipped);
    try {
      Checkpoint checkpoint = of(new TorchValue(file, "checkpoint", content.value()));
      content.closeExcept(checkpoint.tensors());
      return checkpoint;
    } catch (IOException | RuntimeException | Error e) {
      content.close();
      throw e;
    }
  }

  private static Checkpoint of(TorchValue root) throws TensorFileException {
    requireConfig(root);
    return new Checkpoint(
        root.has("arch") ? root.get("arch").as(String.class) : "",
        (long) root.number("epoch", 0),
        root.stateDict(),
        root.number("monitor_best", Double.NaN),
        root.get("config").map(),
        (long) root.number("n_samples", 0),
        (long) root.number("n_steps", 0),
        root.has(OPTIMIZER) ? Optional.of(adam(root.get(OPTIMIZER))) : Optional.empty(),
        root.has("lr_scheduler")
            ? Optional.<Map<String, Object>>of(root.get("lr_scheduler").map())
            : Optional.empty());
  }

  private static void requireConfig(TorchValue root) throws TensorFileException {
    if (!root.has("config")) {
      throw new TensorFileException(
          root.file(),
          "checkpoint: found no config, the configuration of the model, expected the dict that the authors'"
              + " trainer saves, with state_dict and config; a state dict alone can be read with"
              + " TorchFile.readStateDict and loaded with StateDict.load");
    }
  }

  private static AdamState adam(TorchValue optimizer) throws TensorFileException {
    ImmutableList.Builder<Map<String, Object>> groups = ImmutableList.builder();
    ImmutableMap.Builder<Integer, Moments> moments = ImmutableMap.builder();
    Map<?, ?> states = optimizer.get("state").as(Map.class);
    int index = 0;
    int found = 0;
    for (TorchValue group : optimizer.get("param_groups").items()) {
      groups.add(group.map());
      for (TorchValue parameter : group.get("params").items()) {
        Object key = parameter.as(Long.class); // before PyTorch 1.5: a memory address
        if (states.containsKey(key)) {
          moments.put(index, moments(optimizer.get("state").get(key)));
          found++;
        }
        index++;
      }
    }
    optimizer
        .get("state")
        .require(found == states.size(), found + " states, those of the groups' params");
    return new AdamState(groups.build(), moments.buildOrThrow());
  }

  private static Moments moments(TorchValue state) throws TensorFileException {
    TorchValue step = state.get("step");
    long steps;
    if (step.has(Long.class)) {
      steps = step.as(Long.class);
    } else { // since PyTorch 1.12
      INDArray scalar = step.as(INDArray.class);
      step.require(scalar.length() == 1 && scalar.dataType() == DataType.FLOAT, "a float32 scalar");
      steps = (long) scalar.getFloat(0);
    }
    return new Moments(
        state.get("exp_avg").as(INDArray.class), state.get("exp_avg_sq").as(INDArray.class), steps);
  }

  /** Frees the tensors. */
  @Override
  public void close() {
    tensors().forEach(INDArray::close);
  }

  private List<INDArray> tensors() {
    List<INDArray> found = new ArrayList<>();
    collect(List.of(stateDict, config, scheduler), found);
    for (AdamState adam : optimizer.stream().toList()) {
      collect(adam.groups(), found);
      for (Moments moments : adam.moments().values()) {
        collect(List.of(moments.average(), moments.averageOfSquares()), found);
      }
    }
    return found;
  }

  private static void collect(Object value, List<INDArray> found) {
    if (value instanceof INDArray tensor) {
      found.add(tensor);
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(item -> collect(item, found));
    } else if (value instanceof List<?> list) {
      list.forEach(item -> collect(item, found));
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(item -> collect(item, found));
    }
  }
}
