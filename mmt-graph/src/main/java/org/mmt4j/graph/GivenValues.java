package org.mmt4j.graph;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.mmt4j.graph.memory.RowMajor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Parameter values read from a file, and the problems found with them. */
final class GivenValues {

  private final ImmutableMap<String, INDArray> values;
  private final Set<INDArray> taken = Sets.newIdentityHashSet();
  private final List<String> problems = new ArrayList<>();

  GivenValues(ImmutableMap<String, INDArray> values) {
    this.values = values;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /**
   * Returns the values of a parameter, which the caller then owns: the given array itself if
   * possible, otherwise a copy. Records a problem and returns a dummy array if the values do not
   * fit.
   */
  INDArray take(String name, DataType dataType, long... shape) {
    INDArray given = values.get(name);
    if (given == null) {
      problems.add(name + ": missing, expected shape " + Arrays.toString(shape));
      return Nd4j.zeros(dataType, 1);
    }
    if (!Arrays.equals(given.shape(), shape)) {
      problems.add(
          "%s: found shape %s, expected %s"
              .formatted(name, Arrays.toString(given.shape()), Arrays.toString(shape)));
      return Nd4j.zeros(dataType, 1);
    }
    if (given.dataType() == dataType && ownsBuffer(given) && taken.add(given)) {
      return given;
    }
    if (given.dataType() == dataType || given.ordering() == 'c') {
      return given.dataType() == dataType ? given.dup('c') : given.castTo(dataType);
    }
    try (INDArray rowByRow = given.dup('c')) {
      return rowByRow.castTo(dataType);
    }
  }

  /** Whether the array is row-major and uses its buffer alone. */
  private static boolean ownsBuffer(INDArray array) {
    return RowMajor.isContiguous(array) && array.data().length() == array.length();
  }

  /** Frees the arrays that were not taken. Does nothing if already closed. */
  void close() {
    values.values().stream()
        .filter(array -> !taken.contains(array) && array.closeable())
        .forEach(INDArray::close);
  }

  /**
   * Checks that each value belongs to a parameter and that no problem was recorded.
   *
   * @param declared the names of all parameters
   * @throws IllegalArgumentException if there are problems; the message lists all of them
   */
  void requireAllFit(Set<String> declared) {
    for (String name : values.keySet()) {
      if (!declared.contains(name)) {
        problems.add(name + ": unexpected");
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "parameters, %d problems: %s".formatted(problems.size(), String.join("; ", problems)));
    }
  }
}
