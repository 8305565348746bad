package org.mmt4j.bench;

import com.sun.jna.NativeLibrary;
import java.io.File;
import java.io.IOException;
import org.bytedeco.javacpp.Loader;

/** Which of its kernels OpenBLAS uses on this processor; JavaCPP's classes cannot say it. */
final class OpenBlasKernels {

  private OpenBlasKernels() {}

  /** Returns the name, such as SKYLAKEX, or "unknown" on systems other than Linux. */
  static String name() throws IOException {
    File library =
        Loader.cacheResource(
            "/org/bytedeco/openblas/" + Loader.getPlatform() + "/libopenblas.so.0");
    return library == null
        ? "unknown"
        : NativeLibrary.getInstance(library.getPath())
            .getFunction("openblas_get_corename")
            .invokeString(new Object[0], false);
  }
}
