package org.mmt4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.search.Filter;
import org.mmt4j.search.LibraryEntry;
import org.mmt4j.search.LuceneEngine;
import org.mmt4j.search.Metadata;
import org.mmt4j.search.VectorEngine;
import org.mmt4j.search.VectorSpace;
import org.mmt4j.similarity.Largest;
import org.mmt4j.similarity.PackedVectors;
import org.mmt4j.similarity.VectorPrecision;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a library of clustered vectors of the paper's dimension on disk. */
@Command(
    mixinStandardHelpOptions = true,
    name = "LibrarySearch",
    description = "Measures a library of videos on disk: recall, times, memory, disk.")
public final class LibrarySearch implements Callable<Integer> {

  private static final int BEST = 10;
  private static final int BATCH = 1000;
  private static final int ADDED = 20;

  @Parameters(index = "0", paramLabel = "DIR", description = "New folder for the library.")
  private Path folder = Path.of("library");

  @Option(names = "--entries", description = "Number of entries (${DEFAULT-VALUE}).")
  private int entries = 100_000;

  @Option(names = "--queries", description = "Number of timed queries (${DEFAULT-VALUE}).")
  private int queries = 200;

  @Option(names = "--precision", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private VectorPrecision precision = VectorPrecision.INT8;

  private final ClusteredVectors vectors = new ClusteredVectors();
  private final VectorSpace space =
      new VectorSpace(
          "benchmark", VectorSpace.parts(ClusteredVectors.EXPERTS, ClusteredVectors.PART), false);

  /** Runs the measurement. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new LibrarySearch()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    List<Set<String>> truth = truth();
    build();
    long start = System.nanoTime();
    try (VectorEngine engine = LuceneEngine.open(folder, space, precision)) {
      print("opened, s", seconds(start));
      print("disk, MB", bytes() * 1e-6);
      search(engine, truth);
      searchFiltered(engine, "1/10", 10);
      searchFiltered(engine, "1/100", 100);
      add(engine);
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      print("heap in use, MB", (runtime.totalMemory() - runtime.freeMemory()) * 1e-6);
      System.out.println(engine.describe());
    }
    return 0;
  }

  /** Returns the ids of the best entries of each query, by single precision. */
  private List<Set<String>> truth() {
    try (PackedVectors all =
        PackedVectors.of(
            VectorPrecision.FLOAT32,
            space.dimension(),
            IntStream.range(0, entries).mapToObj(vectors::video))) {
      List<Set<String>> truth = new ArrayList<>();
      for (int query = 0; query < queries; query++) {
        Set<String> ids = new HashSet<>();
        Largest.indices(all.products(vectors.caption(query, entries)), BEST)
            .forEach(index -> ids.add(id(index)));
        truth.add(ids);
      }
      return truth;
    }
  }

  private void build() throws IOException {
    double spent = 0;
    try (VectorEngine engine = LuceneEngine.open(folder, space, precision)) {
      for (int first = 0; first < entries; first += BATCH) {
        List<LibraryEntry> batch =
            IntStream.range(first, Math.min(entries, first + BATCH)).mapToObj(this::entry).toList();
        long start = System.nanoTime();
        engine.put(batch);
        spent += seconds(start);
      }
      long start = System.nanoTime();
      engine.commit();
      print("built, s", spent + seconds(start));
    }
  }

  private LibraryEntry entry(int index) {
    return LibraryEntry.of(new VideoEmbedding(id(index), vectors.video(index), new float[0]))
        .with(
            Metadata.builder()
                .number("length", index)
                .tag("every" + index % 10 + "of10")
                .tag("every" + index % 100 + "of100")
                .text("caption", "video number " + index)
                .build());
  }

  private static String id(int index) {
    return "video" + index;
  }

  private void search(VectorEngine engine, List<Set<String>> truth) throws IOException {
    int shared = 0;
    double[] times = new double[queries];
    for (int round = 0; round < 2; round++) { // the first one warms up
      shared = 0;
      for (int query = 0; query < queries; query++) {
        VectorEngine.Question question = question(query, Filter.all());
        long start = System.nanoTime();
        List<VectorEngine.Match> best = engine.search(question).best();
        times[query] = 1000 * seconds(start);
        for (VectorEngine.Match match : best) {
          shared += truth.get(query).contains(match.id()) ? 1 : 0;
        }
      }
    }
    print("recall@10", (double) shared / (BEST * queries));
    printTimes("search", times);
  }

  private VectorEngine.Question question(int query, Filter filter) {
    return new VectorEngine.Question(vectors.caption(query, entries), new float[0], filter, BEST);
  }

  private void searchFiltered(VectorEngine engine, String share, int of) throws IOException {
    double[] times = new double[queries];
    for (int query = 0; query < queries; query++) {
      VectorEngine.Question question =
          question(query, new Filter.Tag("every" + query % of + "of" + of));
      long start = System.nanoTime();
      engine.search(question);
      times[query] = 1000 * seconds(start);
    }
    printTimes("search of " + share, times);
  }

  private void add(VectorEngine engine) throws IOException {
    double[] times = new double[ADDED];
    for (int i = 0; i < ADDED; i++) {
      LibraryEntry entry = entry(entries + i);
      long start = System.nanoTime();
      engine.put(List.of(entry));
      engine.commit();
      times[i] = 1000 * seconds(start);
    }
    printTimes("add and commit one", times);
  }

  private long bytes() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long sum = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
      return sum;
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }

  private static void printTimes(String what, double[] milliseconds) {
    Percentile percentile = new Percentile();
    percentile.setData(milliseconds);
    print(what + ", median ms", percentile.evaluate(50));
    print(what + ", 95 % ms", percentile.evaluate(95));
  }

  private static void print(String figure, double value) {
    System.out.printf(Locale.ROOT, "%-32s %10.3f%n", figure, value);
  }
}
