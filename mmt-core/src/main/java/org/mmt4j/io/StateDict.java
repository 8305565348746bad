package org.mmt4j.io;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Parameters.Role;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Loads the tensors of a file into the parameters of a model. Integers among them ({@code
 * position_ids}, {@code num_batches_tracked}) may be missing or unexpected, because not all
 * versions of the authors' libraries have them.
 */
public final class StateDict {

  private static final String POSITIONS = "vid_bert.embeddings.position_embeddings.weight";

  /**
   * The names that a lenient load skipped.
   *
   * @param missing parameters of the model that are not in the file; they keep their values
   * @param unexpected names in the file that are not parameters of the model
   */
  public record Skipped(List<String> missing, List<String> unexpected) {
    /** Copies the names. */
    public Skipped {
      missing = List.copyOf(missing);
      unexpected = List.copyOf(unexpected);
    }
  }

  /**
   * Names that wrappers of a module put before the names of its parameters: DataParallel,
   * torch.compile, DeepSpeed, FSDP, activation checkpoints.
   */
  private static final ImmutableSet<String> WRAPPERS =
      ImmutableSet.of(
          "module",
          "_orig_mod",
          "_forward_module",
          "_fsdp_wrapped_module",
          "_checkpoint_wrapped_module");

  private StateDict() {}

  /**
   * Returns the tensors under the names that they have in a model without wrappers: drops the parts
   * of names that DataParallel ({@code module}), torch.compile ({@code _orig_mod}) and other
   * wrappers insert.
   *
   * @throws IllegalArgumentException if two tensors have the same name without them
   */
  public static Map<String, INDArray> unwrapped(Map<String, INDArray> stateDict) {
    Map<String, INDArray> unwrapped = new LinkedHashMap<>();
    stateDict.forEach(
        (name, tensor) -> {
          String plain =
              Splitter.on('.')
                  .splitToStream(name)
                  .filter(part -> !WRAPPERS.contains(part))
                  .collect(Collectors.joining("."));
          if (unwrapped.put(plain, tensor) != null) {
            throw new IllegalArgumentException(
                "tensor "
                    + plain
                    + ": found a duplicate, stored as "
                    + name
                    + ", expected one tensor");
          }
        });
    return unwrapped;
  }

  /**
   * Overwrites all parameters.
   *
   * @throws IllegalArgumentException if names are missing or unexpected, or shapes differ; the
   *     message lists all problems, and no parameter is changed
   */
  public static void load(Map<String, INDArray> stateDict, Parameters parameters) {
    Skipped skipped = skipped(stateDict, parameters);
    List<String> problems = new ArrayList<>();
    skipped.missing().forEach(name -> problems.add(name + ": missing"));
    skipped.unexpected().forEach(name -> problems.add(name + ": unexpected"));
    assignAll(stateDict, parameters, problems);
  }

  /**
   * Overwrites the parameters that are in the file, as the authors load a checkpoint of a different
   * experiment. Missing experts and other missing parameters keep their values. A table of video
   * positions with fewer rows than the model's is padded with zeros.
   *
   * @return the names that were skipped
   * @throws IllegalArgumentException if any other shape differs, or the model has a table of video
   *     positions and the file has none; no parameter is changed
   */
  public static Skipped loadLenient(Map<String, INDArray> stateDict, Parameters parameters) {
    List<String> problems = new ArrayList<>();
    Map<String, INDArray> tensors = new LinkedHashMap<>(stateDict);
    INDArray table = stateDict.get(POSITIONS);
    if (table == null && parameters.contains(POSITIONS)) {
      problems.add(POSITIONS + ": missing");
    }
    if (table == null || !parameters.contains(POSITIONS)) {
      assignAll(tensors, parameters, problems);
    } else {
      try (INDArray padded = padded(table, parameters.get(POSITIONS).shape())) {
        tensors.put(POSITIONS, padded);
        assignAll(tensors, parameters, problems);
      }
    }
    return skipped(stateDict, parameters);
  }

  private static Skipped skipped(Map<String, INDArray> stateDict, Parameters parameters) {
    return new Skipped(
        parameters.names().stream()
            .filter(name -> !stateDict.containsKey(name))
            .filter(name -> parameters.role(name) != Role.INTEGER)
            .collect(ImmutableList.toImmutableList()),
        stateDict.keySet().stream()
            .filter(name -> !parameters.contains(name) && !isCounter(name))
            .collect(ImmutableList.toImmutableList()));
  }

  private static boolean isCounter(String name) {
    return name.endsWith(".position_ids") || name.endsWith(".num_batches_tracked");
  }

  private static void assignAll(
      Map<String, INDArray> stateDict, Parameters parameters, List<String> problems) {
    Map<String, INDArray> common = new LinkedHashMap<>(stateDict);
    common.keySet().removeIf(name -> !parameters.contains(name));
    common.forEach(
        (name, tensor) -> {
          long[] expected = parameters.get(name).shape();
          if (!Arrays.equals(tensor.shape(), expected)) {
            problems.add(
                "%s: found shape %s, expected %s"
                    .formatted(name, Arrays.toString(tensor.shape()), Arrays.toString(expected)));
          }
        });
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "state dict, %d problems: %s".formatted(problems.size(), String.join("; ", problems)));
    }
    common.forEach(parameters::assign);
  }

  /** Returns a copy (rows, hiddenSize), padded to the expected number of rows if possible. */
  private static INDArray padded(INDArray table, long[] expected) {
    if (table.rank() != 2 || table.size(1) != expected[1] || table.size(0) >= expected[0]) {
      return table.dup();
    }
    INDArray paddedTable = Nd4j.zeros(table.dataType(), expected);
    paddedTable.get(NDArrayIndex.interval(0, table.size(0)), NDArrayIndex.all()).assign(table);
    return paddedTable;
  }
}
