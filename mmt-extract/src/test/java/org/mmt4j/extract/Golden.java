package org.mmt4j.extract;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.mmt4j.fixtures.TestFiles;
import org.mmt4j.io.NumpyFile;

/** Reference values computed with NumPy; the scripts are next to the files. */
public final class Golden {

  private Golden() {}

  /** Returns the values of a file in {@code /extract}. */
  public static float[] floats(String name) {
    try {
      return NumpyFile.read(TestFiles.resource(Golden.class, "/extract/" + name)).toFloats();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
