package org.mmt4j.features.extract;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.mmt4j.io.NumpyFile;

/** Values that NumPy computed; the scripts are beside the files. */
public final class Golden {

  private Golden() {}

  /** Those of a file in {@code /extract}. */
  public static float[] floats(String name) {
    URL resource = Objects.requireNonNull(Golden.class.getResource("/extract/" + name), name);
    try {
      return NumpyFile.read(Path.of(resource.toURI())).toFloats();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
