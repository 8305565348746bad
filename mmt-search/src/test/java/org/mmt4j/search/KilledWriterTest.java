package org.mmt4j.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a writer (SIGKILL) at random moments. The library must then be that of one commit. */
class KilledWriterTest {

  private static final long SEED = 5;

  /** A writer is killed after 0 to 4 commits and at most so many milliseconds. */
  private static final int COMMITS = 5;

  private static final int MILLISECONDS = 150;

  /** A writer that is killed while it starts lives for at most so many milliseconds. */
  private static final int OF_START = 1000;

  @TempDir private Path folder;

  private final Map<String, Integer> versions = new TreeMap<>();
  private int applied; // number of commits in versions

  @Test
  void killedWritersLeaveWhatWasCommittedAndNothingElse() throws Exception {
    kill(4);
  }

  @Test
  @Tag("kills")
  void killedWritersLeaveWhatWasCommittedAndNothingElseOften() throws Exception {
    kill(200);
  }

  private void kill(int times) throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    int before = 0;
    for (int kill = 0; kill < times; kill++) {
      int reported =
          kill % 4 == 3
              ? runAndKill(before + 1, 0, random.nextInt(OF_START))
              : runAndKill(before + 1, 1 + random.nextInt(COMMITS), random.nextInt(MILLISECONDS));
      int found = check();
      assertTrue(
          found == reported || found == reported + 1,
          "found commit " + found + ", the last one reported is " + reported);
      before = found;
    }
    assertTrue(before >= times, "commits: " + before);
  }

  /**
   * Returns the last commit that the writer reported, or the one before the first. It prints a line
   * when it is open, and one for each commit.
   */
  private int runAndKill(int firstCommit, int linesBefore, int milliseconds) throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                KilledWriter.class.getName(),
                folder.toString(),
                String.valueOf(SEED),
                String.valueOf(firstCommit))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < linesBefore; i++) {
        lines.add(out.readLine());
      }
      Thread.sleep(milliseconds);
      writer.toHandle().destroyForcibly(); // unlike that of Process, it leaves the output open
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    lines.remove(KilledWriter.OPEN);
    return lines.isEmpty() ? firstCommit - 1 : Integer.parseInt(lines.get(lines.size() - 1));
  }

  /** Compares the library with what its commit must have, and returns the number of the commit. */
  private int check() throws IOException {
    try (VectorEngine engine = LuceneEngine.read(folder, KilledWriter.SPACE)) {
      int commit = Integer.parseInt(engine.properties().getOrDefault(KilledWriter.COMMIT, "0"));
      while (applied < commit) {
        applied++;
        KilledWriter.apply(KilledWriter.changes(SEED, applied), versions);
      }
      assertEquals(applied, commit);
      assertEquals(versions.size(), engine.size());
      List<LibraryEntry> found = engine.entries(List.copyOf(versions.keySet()));
      assertEquals(List.copyOf(versions.keySet()), found.stream().map(LibraryEntry::id).toList());
      for (LibraryEntry entry : found) {
        LibraryEntry expected = KilledWriter.entry(entry.id(), versions.get(entry.id()));
        assertEquals(expected.metadata(), entry.metadata());
        float[] vector = expected.embedding().vector();
        // INT8: half a step, 1/254 of the largest value, and float32 rounding
        assertArrayEquals(vector, entry.embedding().vector(), 1.0001f * largest(vector) / 254);
      }
      return commit;
    }
  }

  private static float largest(float[] vector) {
    float largest = 0;
    for (float value : vector) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
