package org.mmt4j.examples;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/** {@code metrics.json}: metrics by name, before and after training. */
final class MetricsFile {

  private MetricsFile() {}

  static void write(Path file, RetrievalMetrics before, RetrievalMetrics after) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("before", before.toMap());
    content.put("after", after.toMap());
    AtomicFiles.write(
        file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
  }
}
