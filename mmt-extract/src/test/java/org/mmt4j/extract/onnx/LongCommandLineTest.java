package org.mmt4j.extract.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OrtEnvironment;
import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** ONNX Runtime 1.29.0 ended processes whose command line had more than 5000 characters. */
class LongCommandLineTest {

  private static final int MISSING = 500;

  @Test
  void onnxRuntimeOpensInAProcessWithALongClassPath() throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String missing = (File.pathSeparator + "missing/folder/of/some/library.jar").repeat(MISSING);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath + missing,
                OpensOnnxRuntime.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  /** The program of that process. */
  static final class OpensOnnxRuntime {

    private OpensOnnxRuntime() {}

    public static void main(String... arguments) {
      OrtEnvironment.getEnvironment().close();
    }
  }
}
