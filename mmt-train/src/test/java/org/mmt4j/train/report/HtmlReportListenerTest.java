package org.mmt4j.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;

class HtmlReportListenerTest {

  private static final Report REPORT = MadeUpReport.of(List.of(), List.of());

  @TempDir Path folder;

  @Test
  void thePageOfARunIsThatOfItsReports() throws IOException {
    HtmlReportListener listener = listener();
    follow(listener);

    assertEquals(HtmlReport.render(REPORT), page());
  }

  @Test
  void thePageIsThereAfterTheFirstEvaluation() throws IOException {
    HtmlReportListener listener = listener();
    listener.onStart(600);
    listener.onEvaluation(REPORT.evaluations().get(0));

    assertTrue(page().contains("before training"));
  }

  @Test
  void aRunThatResumesReplacesWhatCameAfter() throws IOException {
    HtmlReportListener listener = listener();
    follow(listener);
    listener.onStep(new StepReport(201, 600, 0.07, 5e-5, 0.1));
    listener.onEnd();

    Report cut =
        new Report(
            REPORT.title(),
            REPORT.facts(),
            Stream.concat(
                    REPORT.steps().stream().limit(200),
                    Stream.of(new StepReport(201, 600, 0.07, 5e-5, 0.1)))
                .toList(),
            REPORT.evaluations().subList(0, 3),
            List.of(),
            List.of());
    assertEquals(HtmlReport.render(cut), page());
  }

  @Test
  void examplesAndAblationsAreAddedAtTheEnd() throws IOException {
    HtmlReportListener listener = listener();
    follow(listener);
    assertFalse(page().contains("What the model finds"));
    List<RankedExample> examples = List.of(MadeUpReport.example("a red disc", 2));
    List<Ablation> ablations =
        List.of(new Ablation("shuffled", REPORT.evaluations().get(0).metrics()));

    listener.write(examples, ablations);

    assertEquals(HtmlReport.render(MadeUpReport.of(examples, ablations)), page());
  }

  @Test
  void aPageThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.createDirectory(folder.resolve("taken")).resolve("x");
    Files.createDirectory(file);
    HtmlReportListener listener = new HtmlReportListener(file, "a run", List.of());

    String message = assertThrows(UncheckedIOException.class, listener::onEnd).getMessage();
    assertTrue(message.startsWith(file + ": cannot be written: "), message);
  }

  private HtmlReportListener listener() {
    return new HtmlReportListener(
        folder.resolve("run").resolve("report.html"), REPORT.title(), REPORT.facts());
  }

  private static void follow(HtmlReportListener listener) {
    listener.onStart(600);
    for (EvaluationReport evaluation : REPORT.evaluations()) {
      REPORT.steps().stream()
          .filter(step -> step.step() > evaluation.step() - 100)
          .filter(step -> step.step() <= evaluation.step())
          .forEach(listener::onStep);
      listener.onEvaluation(evaluation);
    }
    listener.onEnd();
  }

  private String page() throws IOException {
    return Files.readString(folder.resolve("run").resolve("report.html"));
  }
}
