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
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mmt4j.graph.device.Precision;
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

  /** Number of turns to find out how a contender should wait. */
  private static final int TRIAL_TURNS = 3;

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
  private int warmUps = 4;

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
    figures.peak(peak(files));
    for (Part part : parts) {
      if (part == Part.STARTUP) {
        timeStartup(files, figures);
      } else {
        time(files, part, figures);
      }
      out.println(figures.line(part));
    }
    figures.peak(peak(files));
    return figures;
  }

  private static double peak(WorkFiles files) throws IOException {
    try (ChildProcess child =
        new ChildProcess(files.directory(), ContenderProcess.MMT, ContenderProcess.PEAK)) {
      return child.next();
    }
  }

  private void requireAgreement(WorkFiles files, List<Part> parts)
      throws IOException, InterruptedException {
    Agreement agreement = new Agreement(files, out);
    for (Precision precision : Precision.values()) {
      for (Workload workload : Workload.values()) {
        if (parts.stream()
            .anyMatch(part -> part.precision() == precision && part.reads(workload))) {
          agreement.require(ContenderProcess.LIBTORCH, workload, precision);
          if (workload == Workload.TYPICAL) {
            agreement.require(ContenderProcess.LIBTORCH_TRUNCATED, workload, precision);
          }
        }
      }
    }
  }

  private void time(WorkFiles files, Part part, Figures figures)
      throws IOException, InterruptedException {
    Map<String, ChildProcess> children = new LinkedHashMap<>();
    try {
      for (String contender : contenders(part)) {
        // one after the other, so that each warms up alone
        ChildProcess child = start(waiting(files, part, contender), files, part, contender);
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

  private ChildProcess start(Waiting waiting, WorkFiles files, Part part, String contender)
      throws IOException {
    return new ChildProcess(
        waiting,
        files.directory(),
        contender,
        ContenderProcess.REPEAT,
        part.key(),
        Integer.toString(warmUps));
  }

  /**
   * Returns how the threads of a contender should wait: ours sleep, because it has threads of
   * several libraries; libtorch's do what is faster.
   */
  private Waiting waiting(WorkFiles files, Part part, String contender) throws IOException {
    if (contender.equals(ContenderProcess.MMT)) {
      return Waiting.PASSIVE;
    }
    double passive = best(Waiting.PASSIVE, files, part, contender);
    double active = best(Waiting.ACTIVE, files, part, contender);
    Waiting faster = active < passive ? Waiting.ACTIVE : Waiting.PASSIVE;
    out.printf(
        Locale.ROOT,
        "%s, %s: threads that sleep %.3f s, that spin %.3f s%n",
        part.key(),
        contender,
        passive,
        active);
    return faster;
  }

  private double best(Waiting waiting, WorkFiles files, Part part, String contender)
      throws IOException {
    try (ChildProcess child = start(waiting, files, part, contender)) {
      child.next();
      double best = Double.POSITIVE_INFINITY;
      for (int turn = 0; turn < TRIAL_TURNS; turn++) {
        best = Math.min(best, child.turn());
      }
      return best;
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
   * Times complete processes. The first process of each contender fills the system's caches, and
   * writes the classes that it loads to an archive which the others map.
   */
  private void timeStartup(WorkFiles files, Figures figures)
      throws IOException, InterruptedException {
    for (int turn = -1; turn < repetitions; turn++) {
      Map<String, Double> similarities = new LinkedHashMap<>();
      for (String contender : contenders(Part.STARTUP)) {
        String archive =
            (turn < 0 ? "-XX:ArchiveClassesAtExit=" : "-XX:SharedArchiveFile=")
                + files.directory().resolve(contender + ".jsa");
        long start = System.nanoTime();
        try (ChildProcess child =
            new ChildProcess(
                List.of(archive),
                Waiting.PASSIVE,
                files.directory(),
                contender,
                ContenderProcess.FIRST)) {
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
