package org.mmt4j.search;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.similarity.VectorPrecision;

/**
 * A program that changes a library until it is killed. What it does follows from a seed, so that
 * others know what each commit has.
 */
final class KilledWriter {

  static final VectorSpace SPACE =
      new VectorSpace("killed", VectorSpace.parts(List.of("look"), 24), false);
  static final VectorPrecision PRECISION = VectorPrecision.INT8;

  /** The property with the number of the commit. */
  static final String COMMIT = "commit";

  /** What the program prints when the library is open. */
  static final String OPEN = "open";

  private static final int IDS = 900;

  private KilledWriter() {}

  /** A change of a library. */
  sealed interface Change {
    record Put(Map<String, Integer> versions) implements Change {}

    record Remove(List<String> ids) implements Change {}

    record Compact() implements Change {}
  }

  /** Returns the changes before a commit. */
  static List<Change> changes(long seed, int commit) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + commit);
    List<Change> changes = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int kind = random.nextInt(10);
      if (kind < 6) {
        Map<String, Integer> versions = new TreeMap<>();
        for (int j = random.nextInt(1, 200); j > 0; j--) {
          versions.put("entry" + random.nextInt(IDS), random.nextInt(1_000_000));
        }
        changes.add(new Change.Put(versions));
      } else if (kind < 9) {
        changes.add(
            new Change.Remove(
                random.ints(random.nextInt(1, 60), 0, IDS).mapToObj(id -> "entry" + id).toList()));
      } else {
        changes.add(new Change.Compact());
      }
    }
    return changes;
  }

  /** Applies the changes before a commit to the versions of all entries by id. */
  static void apply(List<Change> changes, Map<String, Integer> versions) {
    for (Change change : changes) {
      if (change instanceof Change.Put put) {
        versions.putAll(put.versions());
      } else if (change instanceof Change.Remove remove) {
        remove.ids().forEach(versions::remove);
      }
    }
  }

  static LibraryEntry entry(String id, int version) {
    SplittableRandom random = new SplittableRandom(version);
    float[] vector = new float[SPACE.dimension()];
    for (int k = 0; k < vector.length; k++) {
      vector[k] = (float) random.nextGaussian();
    }
    return LibraryEntry.of(new VideoEmbedding(id, vector, new float[0]))
        .with(
            Metadata.builder()
                .number("version", version)
                .text("note", "version " + version)
                .build());
  }

  /**
   * Changes a library for ever. Prints the number of each commit when it has returned.
   *
   * @param arguments folder, seed, number of the first commit
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    long seed = Long.parseLong(arguments[1]);
    try (VectorEngine engine = LuceneEngine.open(Path.of(arguments[0]), SPACE, PRECISION)) {
      out.println(OPEN);
      for (int commit = Integer.parseInt(arguments[2]); ; commit++) {
        List<Change> changes = changes(seed, commit);
        for (Change change : changes) {
          make(change, engine);
        }
        engine.setProperty(COMMIT, String.valueOf(commit));
        if (changes.contains(new Change.Compact())) {
          engine.compact(); // commits, too
        } else {
          engine.commit();
        }
        out.println(commit);
        out.flush();
      }
    }
  }

  private static void make(Change change, VectorEngine engine) throws IOException {
    if (change instanceof Change.Put put) {
      List<LibraryEntry> entries = new ArrayList<>();
      put.versions().forEach((id, version) -> entries.add(entry(id, version)));
      engine.put(entries);
    } else if (change instanceof Change.Remove remove) {
      engine.remove(remove.ids());
    }
  }
}
