package org.mmt4j.io;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.mmt4j.io.Pickled.Attributes;
import org.mmt4j.io.Pickled.Storage;
import org.mmt4j.io.Pickled.Tuple;
import org.mmt4j.io.Pickled.View;

/**
 * The classes and functions that a pickle may name. All others are rejected. Nothing is executed.
 */
enum PickleGlobal {
  ORDERED_DICT("collections OrderedDict"),
  TENSOR("torch._utils _rebuild_tensor_v2"),
  PARAMETER("torch._utils _rebuild_parameter"),
  FLOAT_STORAGE("torch FloatStorage"),
  DOUBLE_STORAGE("torch DoubleStorage"),
  HALF_STORAGE("torch HalfStorage"),
  BFLOAT16_STORAGE("torch BFloat16Storage"),
  INT_STORAGE("torch IntStorage"),
  LONG_STORAGE("torch LongStorage"),
  /** The authors' configuration. */
  CONFIG_PARSER("parse_config ConfigParser"),
  /** Command-line arguments in the authors' configuration. */
  NAMESPACE("argparse Namespace"),
  /** A path, read as the list of its parts. */
  POSIX_PATH("pathlib PosixPath"),
  /** NumPy's scalars: the best metric so far is one. */
  NUMPY_SCALAR("numpy.core.multiarray scalar"),
  /** NumPy's scalars since NumPy 2. */
  NUMPY2_SCALAR("numpy._core.multiarray scalar"),
  NUMPY_TYPE("numpy dtype"),
  /** Bytes, for which protocol 2 has no operation. */
  BYTES("_codecs encode");

  private final String qualifiedName;

  PickleGlobal(String qualifiedName) {
    this.qualifiedName = qualifiedName;
  }

  static PickleGlobal named(String qualifiedName) throws PickleException {
    for (PickleGlobal global : values()) {
      if (global.qualifiedName.equals(qualifiedName)) {
        return global;
      }
    }
    throw new PickleException(
        "class: found "
            + qualifiedName
            + ", expected one of "
            + Arrays.stream(values()).map(g -> g.qualifiedName).collect(Collectors.joining(", ")));
  }

  Object construct(List<Object> arguments) throws PickleException {
    return switch (this) {
      case ORDERED_DICT -> {
        requireNoArguments(arguments);
        yield new LinkedHashMap<>();
      }
      case CONFIG_PARSER, NAMESPACE -> {
        requireNoArguments(arguments);
        yield new Attributes();
      }
      case TENSOR -> View.of(arguments);
      case PARAMETER -> parameter(arguments);
      case POSIX_PATH -> new Tuple(arguments);
      case NUMPY_SCALAR, NUMPY2_SCALAR -> NumpyScalar.of(arguments);
      case NUMPY_TYPE -> NumpyScalar.type(arguments);
      case BYTES -> NumpyScalar.bytes(arguments);
      case FLOAT_STORAGE,
          DOUBLE_STORAGE,
          HALF_STORAGE,
          BFLOAT16_STORAGE,
          INT_STORAGE,
          LONG_STORAGE ->
          throw new PickleException(qualifiedName + ": found a call, expected a persistent id");
    };
  }

  /**
   * Returns the storage of a persistent id: ("storage", type, key, device, number of elements[,
   * None]).
   */
  static Storage storage(Object id) throws PickleException {
    if (id instanceof Tuple tuple
        && (tuple.items().size() == 5
            || (tuple.items().size() == 6 && tuple.items().get(5) == Pickled.Nothing.NONE))
        && tuple.items().get(0).equals("storage")
        && tuple.items().get(1) instanceof PickleGlobal global
        && tuple.items().get(2) instanceof String key
        && tuple.items().get(4) instanceof Long count) {
      TensorType type = global.storageType();
      long most = Integer.MAX_VALUE / type.bytes();
      if (count < 0 || count > most) {
        throw new PickleException(
            "storage " + key + ": found " + count + " elements, expected 0 to " + most);
      }
      return new Storage(type, key, count);
    }
    throw new PickleException(
        "persistent id: expected ('storage', type, key, device, number of elements)");
  }

  private TensorType storageType() throws PickleException {
    return switch (this) {
      case FLOAT_STORAGE -> TensorType.F32;
      case DOUBLE_STORAGE -> TensorType.F64;
      case HALF_STORAGE -> TensorType.F16;
      case BFLOAT16_STORAGE -> TensorType.BF16;
      case INT_STORAGE -> TensorType.I32;
      case LONG_STORAGE -> TensorType.I64;
      default ->
          throw new PickleException(
              "storage: found type " + qualifiedName + ", expected a storage");
    };
  }

  private static Object parameter(List<Object> arguments) throws PickleException {
    if (arguments.isEmpty() || !(arguments.get(0) instanceof View view)) {
      throw new PickleException("parameter: expected a tensor");
    }
    return view;
  }

  private void requireNoArguments(List<Object> arguments) throws PickleException {
    if (!arguments.isEmpty()) {
      throw new PickleException(
          qualifiedName + ": found " + arguments.size() + " arguments, expected none");
    }
  }
}
