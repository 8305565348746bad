package org.mmt4j.io;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Optional;

/** The classes and functions whose meaning is known in a pickle. Nothing is executed. */
enum NumpyGlobal {
  NDARRAY("numpy ndarray"),
  DTYPE("numpy dtype"),
  RECONSTRUCT("numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct"),
  /** Used in protocol 5. */
  FROM_BUFFER("numpy.core.numeric _frombuffer", "numpy._core.numeric _frombuffer"),
  SCALAR("numpy.core.multiarray scalar", "numpy._core.multiarray scalar"),
  /** Python 3 writes bytes with this function in protocols of Python 2. */
  ENCODE("_codecs encode"),
  /** Python 3 writes empty bytes with this class in protocols of Python 2. */
  BYTES("__builtin__ bytes"),
  DICT("collections OrderedDict", "collections defaultdict");

  private final ImmutableList<String> names;

  NumpyGlobal(String... names) {
    this.names = ImmutableList.copyOf(names);
  }

  static Optional<NumpyGlobal> named(String qualifiedName) {
    return Arrays.stream(values()).filter(g -> g.names.contains(qualifiedName)).findFirst();
  }
}
