package org.mmt4j.extract;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.mmt4j.fixtures.TestFiles;
import org.mmt4j.io.NumpyFile;

/** Values that NumPy computed; the scripts are beside the files. */
public final class Golden {

  private Golden() {}

  /** Returns those of a file in {@code /extract}. */
  public static float[] floats(String name) {
    try {
      return NumpyFile.read(TestFiles.resource(Golden.class, "/extract/" + name)).toFloats();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
