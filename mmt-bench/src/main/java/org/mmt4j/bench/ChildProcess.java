package org.mmt4j.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** A contender in its own process, as seen by the comparing process. */
final class ChildProcess implements AutoCloseable {

  /** Memory for all benchmarks; the index of 200 000 videos is built on the heap. */
  static final ImmutableList<String> JVM_ARGUMENTS =
      ImmutableList.of(
          "-Xmx5g",
          "-Dorg.bytedeco.javacpp.maxbytes=0", // no limit
          "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");

  private static final ImmutableMap<String, String> ENVIRONMENT =
      ImmutableMap.of(
          "OMP_NUM_THREADS",
          "2",
          "OPENBLAS_NUM_THREADS",
          "2",
          // Keeps freed memory; otherwise libtorch waits for new pages in every operation.
          "MALLOC_MMAP_THRESHOLD_",
          Long.toString(1L << 33),
          "MALLOC_TRIM_THRESHOLD_",
          Long.toString(1L << 34));

  /**
   * OpenBLAS's thread spins for 2^12 cycles. Not set for libtorch, whose many small products would
   * be slower.
   */
  private static final ImmutableMap<String, String> MMT_ENVIRONMENT =
      ImmutableMap.of("OPENBLAS_THREAD_TIMEOUT", "12");

  private static final String PEAK = "VmHWM:";
  private static final double KIB_PER_MIB = 1024;

  private final String name;
  private final Process process;
  private final BufferedReader output;
  private final BufferedWriter input;

  /** As the last constructor, with threads that sleep while they wait. */
  ChildProcess(Path directory, String contender, String... task) throws IOException {
    this(Waiting.PASSIVE, directory, contender, task);
  }

  ChildProcess(Waiting waiting, Path directory, String contender, String... task)
      throws IOException {
    this(ImmutableList.of(), waiting, directory, contender, task);
  }

  /**
   * Starts a process with the arguments of {@link ContenderProcess}. OpenBLAS uses the kernels that
   * it has for the machine, even if the environment names others.
   *
   * @param jvmArguments further arguments of the JVM
   */
  ChildProcess(
      List<String> jvmArguments, Waiting waiting, Path directory, String contender, String... task)
      throws IOException {
    this.name = contender + " " + String.join(" ", task);
    List<String> command =
        ImmutableList.<String>builder()
            .add(Path.of(System.getProperty("java.home"), "bin", "java").toString())
            .addAll(JVM_ARGUMENTS)
            .addAll(jvmArguments)
            .add("-cp", System.getProperty("java.class.path"))
            .add(ContenderProcess.class.getName(), directory.toString(), contender)
            .add(task)
            .build();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(ENVIRONMENT);
    builder.environment().put("OMP_WAIT_POLICY", waiting.policy());
    builder.environment().remove("OPENBLAS_CORETYPE");
    if (contender.equals(ContenderProcess.MMT)) {
      builder.environment().putAll(MMT_ENVIRONMENT);
    }
    this.process = builder.start();
    this.output = process.inputReader(UTF_8);
    this.input = process.outputWriter(UTF_8);
  }

  /** Waits for the next number from the process and returns it. */
  double next() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(Turns.MARK)) {
        return Double.parseDouble(line.substring(Turns.MARK.length()));
      }
    }
    throw new IOException(name + ": expected a number, found the end of its output");
  }

  /** Requests one run of the work and returns its time in seconds. */
  double turn() throws IOException {
    input.write(Turns.GO);
    input.newLine();
    input.flush();
    return next();
  }

  /** Waits for the end of the process. */
  void finish() throws IOException, InterruptedException {
    output.lines().forEach(line -> {});
    if (process.waitFor() != 0) {
      throw new IOException(
          name
              + ": expected exit code 0, found "
              + process.exitValue()
              + "; see its messages above");
    }
  }

  /** Resets the peak of the resident memory (Linux). */
  void resetPeak() throws IOException {
    Path clearRefs = proc("clear_refs");
    if (Files.isWritable(clearRefs)) {
      Files.writeString(clearRefs, "5");
    }
  }

  /**
   * Returns the peak of the resident memory in MiB since {@link #resetPeak}; empty if the system
   * does not report it.
   */
  OptionalDouble peakMebibytes() throws IOException {
    Path status = proc("status");
    if (!Files.isReadable(status)) {
      return OptionalDouble.empty();
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(PEAK))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIB_PER_MIB)
        .findFirst();
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }

  /** Ends the process if it is still running. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
