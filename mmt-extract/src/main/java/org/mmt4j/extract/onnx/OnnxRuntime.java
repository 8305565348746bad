package org.mmt4j.extract.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.Optional;

/**
 * Loads the ONNX Runtime native library. Unlike {@link OnnxModel}, this class loads if the library
 * is missing.
 */
public final class OnnxRuntime {

  private OnnxRuntime() {}

  /** Returns why ONNX Runtime is unavailable; empty if it is available. */
  public static Optional<String> unavailableReason() {
    try {
      environment();
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of(
          "ONNX Runtime: cannot load "
              + e.getMessage()
              + ", expected com.microsoft.onnxruntime:onnxruntime on the class path, with natives"
              + " for this platform");
    }
  }

  /** Returns the environment of this process, which is never closed; it logs errors only. */
  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
  }
}
