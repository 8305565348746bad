package org.mmt4j.bench;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Compares this library with libtorch running the authors' algorithm, and prints medians. Each runs
 * in its own process with the same weights and batches; they take turns, so that one is idle while
 * the other works. Outputs and losses are compared before the timing.
 */
@Command(
    mixinStandardHelpOptions = true,
    name = "SideBySide",
    description =
        "Compares the speed of this library with libtorch running the authors' algorithm.")
public final class SideBySide implements Callable<Integer> {

  /**
   * Pause before each turn, because BLAS threads of the previous contender still spin, by default
   * for 2^26 cycles.
   */
  private static final int PAUSE_MILLISECONDS = 200;

  /** Number of turns of a short part for each turn of the others. */
  private static final int TURNS_OF_SHORT_PARTS = 5;

  @Parameters(
      paramLabel = "JSON",
      arity = "0..1",
      description = "Output file for the figures (${DEFAULT-VALUE}).")
  private Path json = Path.of("side-by-side.json");

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Parts to time, such as train.dense (all parts).")
  private List<String> only = Arrays.stream(Part.values()).map(Part::key).toList();

  @Option(
      names = "--repetitions",
      description =
          "Number of turns of each contender (${DEFAULT-VALUE}); five times as many for short parts.")
  private int repetitions = 7;

  @Option(
      names = "--warm-ups",
      description = "Number of warm-up runs before the first turn (${DEFAULT-VALUE}).")
  private int warmUps = 5;

  private final PrintStream out = System.out;

  /** Runs the comparison. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new SideBySide()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Part> parts = only.stream().map(Part::of).toList();
    Path directory = Files.createTempDirectory("side-by-side");
    try {
      Figures figures = compare(new WorkFiles(directory), parts);
      out.print(figures.table());
      figures.write(json);
    } finally {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
    return 0;
  }

  private Figures compare(WorkFiles files, List<Part> parts)
      throws IOException, InterruptedException {
    try (ChildProcess writer =
        new ChildProcess(files.directory(), ContenderProcess.MMT, ContenderProcess.WRITE)) {
      writer.finish();
    }
    requireAgreement(files, parts);
    Figures figures = new Figures();
    figures.peak(Sgemm.gigaflops());
    for (Part part : parts) {
      if (part == Part.STARTUP) {
        timeStartup(files, figures);
      } else {
        time(files, part, figures);
      }
      out.println(figures.line(part));
    }
    figures.peak(Sgemm.gigaflops());
    return figures;
  }

  private void requireAgreement(WorkFiles files, List<Part> parts)
      throws IOException, InterruptedException {
    Agreement agreement = new Agreement(files, out);
    for (Workload workload : Workload.values()) {
      if (parts.stream().anyMatch(part -> part.reads(workload))) {
        agreement.require(ContenderProcess.LIBTORCH, workload);
      }
    }
    if (parts.stream().anyMatch(part -> part.reads(Workload.TYPICAL))) {
      agreement.require(ContenderProcess.LIBTORCH_TRUNCATED, Workload.TYPICAL);
    }
  }

  private void time(WorkFiles files, Part part, Figures figures)
      throws IOException, InterruptedException {
    Map<String, ChildProcess> children = new LinkedHashMap<>();
    try {
      for (String contender : contenders(part)) {
        // one after the other, so that each warms up alone
        ChildProcess child =
            new ChildProcess(
                files.directory(),
                contender,
                ContenderProcess.REPEAT,
                part.key(),
                Integer.toString(warmUps));
        children.put(contender, child);
        child.next();
        child.resetPeak();
      }
      int turns = part.isShort() ? TURNS_OF_SHORT_PARTS * repetitions : repetitions;
      for (int turn = 0; turn < turns; turn++) {
        for (Map.Entry<String, ChildProcess> child : children.entrySet()) {
          Thread.sleep(PAUSE_MILLISECONDS);
          figures.seconds(part, child.getKey(), child.getValue().turn());
        }
      }
      for (Map.Entry<String, ChildProcess> child : children.entrySet()) {
        child
            .getValue()
            .peakMebibytes()
            .ifPresent(peak -> figures.peakMebibytes(part, child.getKey(), peak));
      }
    } finally {
      for (ChildProcess child : children.values()) {
        child.close();
      }
    }
  }

  private static List<String> contenders(Part part) {
    List<String> contenders = new ArrayList<>();
    contenders.add(ContenderProcess.MMT);
    contenders.add(ContenderProcess.LIBTORCH);
    if (part.reads(Workload.TYPICAL)) {
      contenders.add(ContenderProcess.LIBTORCH_TRUNCATED);
    }
    return contenders;
  }

  /**
   * Times complete processes; the first process of each contender only fills the system's caches.
   */
  private void timeStartup(WorkFiles files, Figures figures)
      throws IOException, InterruptedException {
    for (int turn = -1; turn < repetitions; turn++) {
      Map<String, Double> similarities = new LinkedHashMap<>();
      for (String contender : contenders(Part.STARTUP)) {
        long start = System.nanoTime();
        try (ChildProcess child =
            new ChildProcess(files.directory(), contender, ContenderProcess.FIRST)) {
          similarities.put(contender, child.next());
          double seconds = (System.nanoTime() - start) * 1e-9;
          child.finish();
          if (turn >= 0) {
            figures.seconds(Part.STARTUP, contender, seconds);
          }
        }
      }
      Agreement.requireEqual(similarities);
    }
  }
}
