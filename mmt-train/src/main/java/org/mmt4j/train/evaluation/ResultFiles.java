package org.mmt4j.train.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmt4j.io.AtomicFiles;

/**
 * Writes results to files, atomically. Figures have the names of {@link RetrievalMetrics#toMap};
 * {@code similarities} is the kind of similarities.
 */
public final class ResultFiles {

  private ResultFiles() {}

  /**
   * Writes JSON: an object of figures for each result, by the result's name.
   *
   * @throws IllegalArgumentException if two results have the same name
   * @throws IOException if the file cannot be written
   */
  public static void writeJson(Path file, List<EvaluationResult> results) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    for (EvaluationResult result : results) {
      if (content.put(result.name(), row(result)) != null) {
        throw new IllegalArgumentException(
            "results: found two results named " + result.name() + ", expected unique names");
      }
    }
    AtomicFiles.write(
        file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
  }

  /**
   * Writes CSV (RFC 4180, lines end in a line feed): a header line, then one line per result that
   * starts with its name.
   *
   * @throws IllegalArgumentException if there are no results
   * @throws IOException if the file cannot be written
   */
  public static void writeCsv(Path file, List<EvaluationResult> results) throws IOException {
    if (results.isEmpty()) {
      throw new IllegalArgumentException("results: found none, expected at least one");
    }
    List<Map<String, Object>> rows = results.stream().map(ResultFiles::namedRow).toList();
    CsvSchema.Builder columns = CsvSchema.builder().setUseHeader(true);
    rows.get(0).keySet().forEach(columns::addColumn);
    AtomicFiles.write(file, new CsvMapper().writer(columns.build()).writeValueAsBytes(rows));
  }

  private static Map<String, Object> namedRow(EvaluationResult result) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", result.name());
    row.putAll(row(result));
    return row;
  }

  private static Map<String, Object> row(EvaluationResult result) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("similarities", result.similarities());
    row.putAll(result.metrics().toMap());
    return row;
  }
}
