package org.mmt4j.extract.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.Optional;

/** The native library: there or not. Loads where it is absent, unlike {@link OnnxModel}. */
final class OnnxRuntime {

  private OnnxRuntime() {}

  /** Why it cannot be used here; empty if it can. */
  static Optional<String> absence() {
    try {
      environment();
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of(
          "ONNX Runtime: found no "
              + e.getMessage()
              + ", expected com.microsoft.onnxruntime:onnxruntime on the class path, and this"
              + " platform among its natives");
    }
  }

  /** The one of this process, which is never closed; it writes errors only. */
  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
  }
}
