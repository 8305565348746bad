package org.mmt4j.train.report;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.io.DataFileException;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/** The reports of a run as JSON, so that another process can continue the page. */
record RunFile(List<StepReport> steps, List<Evaluation> evaluations) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .withConfigOverride(
              List.class, list -> list.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL)))
          .build();

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
    RunFile read = JSON.readValue(file.toFile(), RunFile.class);
    if (read == null) {
      throw new DataFileException(file, "expected the reports of a run, found null");
    }
    return read;
  }

  void write(Path file) throws IOException {
    AtomicFiles.write(file, JSON.writeValueAsBytes(this));
  }
}
