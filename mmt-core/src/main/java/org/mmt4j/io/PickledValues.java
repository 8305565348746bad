package org.mmt4j.io;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mmt4j.io.Pickled.Attributes;
import org.mmt4j.io.Pickled.Tuple;
import org.mmt4j.io.Pickled.View;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Converts the values of a pickle to plain immutable values. A value with several references is
 * converted once. Rejects cycles and values nested deeper than {@link #DEEPEST}.
 */
final class PickledValues {

  private static final int DEEPEST = 64;

  /** Reads the elements of a tensor. */
  interface Tensors {
    INDArray read(View view) throws PickleException, IOException;

    /** Returns what stands for a value that is neither a tensor nor plain. */
    default Object other(Object pickled) throws PickleException {
      throw new PickleException("value: found " + pickled + ", expected a tensor or plain value");
    }
  }

  private record Plain(Object value, int height) {}

  private final Tensors tensors;
  private final IdentityHashMap<Object, Optional<Plain>> done = new IdentityHashMap<>();

  PickledValues(Tensors tensors) {
    this.tensors = tensors;
  }

  /**
   * Converts a value: lists and tuples to lists, dicts and attributes to maps in order, tensors to
   * arrays, {@code None} to an empty Optional.
   */
  Object plain(Object pickled) throws PickleException, IOException {
    return plain(pickled, 0).value();
  }

  @SuppressWarnings("OptionalAssignedToNull") // null: not in the map yet
  private Plain plain(Object pickled, int depth) throws PickleException, IOException {
    if (depth > DEEPEST) {
      throw tooDeep();
    }
    Optional<Plain> known = done.get(pickled);
    if (known != null) {
      return known.orElseThrow(
          () -> new PickleException("value: found a value that contains itself, expected a tree"));
    }
    done.put(pickled, Optional.empty());
    Plain plain = convert(pickled, depth);
    if (plain.height() > DEEPEST) {
      throw tooDeep();
    }
    done.put(pickled, Optional.of(plain));
    return plain;
  }

  private Plain convert(Object pickled, int depth) throws PickleException, IOException {
    if (pickled instanceof Map<?, ?> map) {
      return map(map, depth);
    }
    if (pickled instanceof Attributes object) {
      return convert(object.content(), depth);
    }
    if (pickled instanceof List<?> list) {
      return list(list, depth);
    }
    if (pickled instanceof Tuple tuple) {
      return plain(tuple.items(), depth);
    }
    return new Plain(leaf(pickled), 0);
  }

  private Object leaf(Object pickled) throws PickleException, IOException {
    if (pickled instanceof View view) {
      return tensors.read(view);
    }
    if (pickled == Pickled.Nothing.NONE) {
      return Optional.empty();
    }
    if (pickled instanceof Pickled || pickled instanceof PickleGlobal) {
      return tensors.other(pickled);
    }
    if (!(pickled instanceof String || pickled instanceof Number || pickled instanceof Boolean)) {
      throw new PickleException("value: found " + pickled + ", expected a tensor or plain value");
    }
    return pickled;
  }

  private Plain map(Map<?, ?> map, int depth) throws PickleException, IOException {
    ImmutableMap.Builder<Object, Object> values = ImmutableMap.builder();
    int height = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Plain value = plain(entry.getValue(), depth + 1);
      height = Math.max(height, value.height());
      values.put(entry.getKey(), value.value());
    }
    return new Plain(values.buildOrThrow(), height + 1);
  }

  private Plain list(List<?> list, int depth) throws PickleException, IOException {
    ImmutableList.Builder<Object> values = ImmutableList.builder();
    int height = 0;
    for (Object item : list) {
      Plain value = plain(item, depth + 1);
      height = Math.max(height, value.height());
      values.add(value.value());
    }
    return new Plain(values.build(), height + 1);
  }

  private static PickleException tooDeep() {
    return new PickleException("value: expected at most " + DEEPEST + " levels of nesting");
  }
}
