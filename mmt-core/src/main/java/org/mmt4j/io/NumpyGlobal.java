package org.mmt4j.io;

import com.google.common.collect.ImmutableList;

/** The classes and functions that a pickle of NumPy arrays may name. Nothing is executed. */
enum NumpyGlobal {
  NDARRAY("numpy ndarray"),
  DTYPE("numpy dtype"),
  RECONSTRUCT("numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct"),
  /** Used in protocol 5. */
  FROM_BUFFER("numpy.core.numeric _frombuffer", "numpy._core.numeric _frombuffer"),
  /** Python 3 writes bytes with this function in protocols of Python 2. */
  ENCODE("_codecs encode"),
  /** Python 3 writes empty bytes with this class in protocols of Python 2. */
  BYTES("__builtin__ bytes");

  private final ImmutableList<String> names;

  NumpyGlobal(String... names) {
    this.names = ImmutableList.copyOf(names);
  }

  static NumpyGlobal named(String qualifiedName) throws PickleException {
    for (NumpyGlobal global : values()) {
      if (global.names.contains(qualifiedName)) {
        return global;
      }
    }
    throw new PickleException(
        "class: found " + qualifiedName + ", expected only the classes of NumPy arrays");
  }
}
