package org.mmt4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.train.ablation.AblationResult;

/**
 * Prints tables and writes them to {@code ablations.txt}; writes all runs to {@code
 * ablations.json}.
 */
final class AblationReport {

  private final Path directory;
  private final PrintStream out;
  private final StringBuilder text = new StringBuilder();
  private final Map<String, Object> runs = new LinkedHashMap<>();

  AblationReport(Path directory, PrintStream out) {
    this.directory = directory;
    this.out = out;
  }

  void add(AblationResult result) throws IOException {
    runs.put(result.title(), result.raw());
    AtomicFiles.write(
        directory.resolve("ablations.json"),
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(runs));
    add(result.format());
  }

  void add(String paragraph) throws IOException {
    out.println(paragraph);
    text.append(paragraph).append('\n');
    AtomicFiles.write(directory.resolve("ablations.txt"), text.toString().getBytes(UTF_8));
  }
}
