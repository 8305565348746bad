package org.mmt4j.train.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/** The reports of a run as JSON, so that another process can continue the page. */
record RunFile(List<StepReport> steps, List<Evaluation> evaluations) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** An {@link EvaluationReport} that can be read from JSON. */
  record Evaluation(int step, RetrievalMetrics metrics, Map<String, Double> mixtureWeights) {

    static Evaluation of(EvaluationReport report) {
      return new Evaluation(report.step(), report.metrics(), report.mixtureWeights());
    }

    EvaluationReport report() {
      return new EvaluationReport(step, metrics, ImmutableMap.copyOf(mixtureWeights));
    }
  }

  static RunFile of(List<StepReport> steps, List<EvaluationReport> evaluations) {
    return new RunFile(steps, evaluations.stream().map(Evaluation::of).toList());
  }

  static RunFile read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), RunFile.class);
  }

  void write(Path file) throws IOException {
    AtomicFiles.write(file, JSON.writeValueAsBytes(this));
  }
}
