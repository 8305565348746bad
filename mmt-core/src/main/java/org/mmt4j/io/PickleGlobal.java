package org.mmt4j.io;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.mmt4j.io.Pickled.Attributes;
import org.mmt4j.io.Pickled.Opaque;
import org.mmt4j.io.Pickled.Tuple;
import org.mmt4j.io.Pickled.View;

/** The classes and functions that mean something to a reader of pickles. Nothing is executed. */
enum PickleGlobal {
  /** Their arguments, such as the factory of a defaultdict, are not needed. */
  DICT("collections OrderedDict", "collections defaultdict"),
  /** Sets and tuples of a fixed type, read as the list that is their only argument. */
  COLLECTION(
      "torch Size",
      "builtins set",
      "builtins frozenset",
      "builtins list",
      "builtins tuple",
      "__builtin__ set",
      "__builtin__ frozenset",
      "__builtin__ list",
      "__builtin__ tuple"),
  TENSOR(
      "torch._utils _rebuild_tensor",
      "torch._utils _rebuild_tensor_v2",
      "torch._utils _rebuild_tensor_v3"),
  PARAMETER("torch._utils _rebuild_parameter", "torch._utils _rebuild_parameter_with_state"),
  /** A tensor with attributes: (function, class, arguments of the function, attributes). */
  TENSOR_WITH_ATTRIBUTES("torch._tensor _rebuild_from_type_v2", "torch._tensor _rebuild_from_type"),
  /** NumPy's scalars: the best metric so far is one. */
  NUMPY_SCALAR("numpy.core.multiarray scalar", "numpy._core.multiarray scalar"),
  NUMPY_TYPE("numpy dtype"),
  /** Bytes, for which protocol 2 has no operation. */
  BYTES("_codecs encode");

  private final ImmutableList<String> names;

  PickleGlobal(String... names) {
    this.names = ImmutableList.copyOf(names);
  }

  static Optional<PickleGlobal> named(String qualifiedName) {
    return Arrays.stream(values())
        .filter(global -> global.names.contains(qualifiedName))
        .findFirst();
  }

  /** Returns the result of a call with these arguments. */
  Object construct(List<Object> arguments) throws PickleException {
    return switch (this) {
      case DICT -> new LinkedHashMap<>();
      case COLLECTION -> collection(arguments);
      case TENSOR -> tensor(arguments);
      case PARAMETER -> arguments.isEmpty() ? new Attributes() : arguments.get(0);
      case TENSOR_WITH_ATTRIBUTES -> withAttributes(arguments);
      case NUMPY_SCALAR -> NumpyScalar.of(arguments);
      case NUMPY_TYPE -> NumpyScalar.type(arguments);
      case BYTES -> NumpyScalar.bytes(arguments);
    };
  }

  private static Object collection(List<Object> arguments) {
    return arguments.size() == 1
            && (arguments.get(0) instanceof List<?> || arguments.get(0) instanceof Tuple)
        ? arguments.get(0)
        : new Attributes();
  }

  /** A tensor of a storage that is not part of the file is opaque. */
  private static Object tensor(List<Object> arguments) throws PickleException {
    return !arguments.isEmpty()
            && (arguments.get(0) instanceof Attributes || arguments.get(0) instanceof Opaque)
        ? new Opaque("tensor")
        : View.of(arguments);
  }

  private static Object withAttributes(List<Object> arguments) throws PickleException {
    return arguments.size() >= 3
            && arguments.get(0) instanceof PickleGlobal function
            && (function == TENSOR || function == PARAMETER)
            && arguments.get(2) instanceof Tuple ofFunction
        ? function.construct(ofFunction.items())
        : new Attributes();
  }
}
