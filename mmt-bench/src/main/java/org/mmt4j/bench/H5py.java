package org.mmt4j.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs Python's h5py, with which the reference reads features, in its own process. */
final class H5py {

  private static final String SCRIPT = "read_with_h5py.py";

  private final String interpreter;

  private H5py(String interpreter) {
    this.interpreter = interpreter;
  }

  /**
   * Finds the first Python interpreter with h5py.
   *
   * @throws IOException if none has it (Debian: python3-h5py)
   */
  static H5py find() throws IOException, InterruptedException {
    List<String> interpreters = List.of("python3", "/usr/bin/python3");
    for (String interpreter : interpreters) {
      Process process =
          new ProcessBuilder(interpreter, "-c", "import h5py, numpy")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() == 0) {
        return new H5py(interpreter);
      }
    }
    throw new IOException(
        "h5py: not installed in any of " + interpreters + "; install it (Debian: python3-h5py)");
  }

  /** Returns the seconds of each pass over all files. */
  ImmutableList<Double> read(List<Path> files, List<String> experts, int passes)
      throws IOException, InterruptedException {
    Path list = Files.createTempFile("files", ".txt");
    Path script = Files.createTempFile("read", ".py");
    try {
      Files.write(list, files.stream().map(file -> file.toAbsolutePath().toString()).toList());
      Files.writeString(script, Resources.toString(H5py.class.getResource(SCRIPT), UTF_8));
      return run(script.toString(), list.toString(), String.join(",", experts), passes + "");
    } finally {
      Files.delete(list);
      Files.delete(script);
    }
  }

  private ImmutableList<Double> run(String... arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(ImmutableList.<String>builder().add(interpreter).add(arguments).build())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(
          "h5py: expected exit code 0, found " + process.exitValue() + ": " + output);
    }
    return output.lines().map(Double::valueOf).collect(ImmutableList.toImmutableList());
  }
}
