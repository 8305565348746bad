package org.mmt4j.io;

import com.google.common.collect.ImmutableList;

/** All that a pickle of NumPy arrays may name. Nothing is executed. */
enum NumpyGlobal {
  NDARRAY("numpy ndarray"),
  DTYPE("numpy dtype"),
  RECONSTRUCT("numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct"),
  /** Protocol 5. */
  FROM_BUFFER("numpy.core.numeric _frombuffer", "numpy._core.numeric _frombuffer"),
  /** How Python 3 writes bytes in the protocols of Python 2. */
  ENCODE("_codecs encode"),
  /** How it then writes no bytes. */
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
        "class: found " + qualifiedName + ", expected only what NumPy arrays need");
  }
}
