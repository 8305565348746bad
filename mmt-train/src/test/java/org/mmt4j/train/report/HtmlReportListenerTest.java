package org.mmt4j.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;

class HtmlReportListenerTest {

  private static final Report REPORT = MadeUpReport.of(List.of(), List.of());

  private static final StepReport RESUMED = new StepReport(201, 600, 0.07, 5e-5, 0.1);

  @TempDir Path folder;

  @Test
  void pageContainsTheReportsOfTheRun() throws IOException {
    HtmlReportListener listener = listener();
    follow(listener);

    assertEquals(HtmlReport.render(REPORT), page());
  }

  @Test
  void writesThePageAfterTheFirstEvaluation() throws IOException {
    HtmlReportListener listener = listener();
    listener.onStart(600);
    listener.onEvaluation(REPORT.evaluations().get(0));

    assertTrue(page().contains("before training"));
  }

  @Test
  void resumedRunReplacesLaterReports() throws IOException {
    HtmlReportListener listener = listener();
    follow(listener);
    resume(listener);

    assertEquals(HtmlReport.render(resumed()), page());
  }

  @Test
  void resumedRunInADifferentProcessContinuesThePage() throws IOException {
    follow(listener());
    resume(listener());

    assertEquals(HtmlReport.render(resumed()), page());
  }

  @Test
  void completedRunKeepsThePage() throws IOException {
    follow(listener());
    HtmlReportListener again = listener();
    again.onStart(600);
    again.onEnd();

    assertEquals(HtmlReport.render(REPORT), page());
    resume(listener());
    assertEquals(HtmlReport.render(resumed()), page());
  }

  @Test
  void newRunStartsANewPage() throws IOException {
    follow(listener());
    HtmlReportListener listener = listener();
    listener.onStep(REPORT.steps().get(0));
    listener.onEnd();

    assertEquals(
        HtmlReport.render(
            new Report(
                REPORT.title(),
                REPORT.facts(),
                REPORT.steps().subList(0, 1),
                List.of(),
                List.of(),
                List.of())),
        page());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"steps\":", "null", "{}", "{\"steps\":[null],\"evaluations\":[]}"})
  void namesUnreadableReports(String json) throws IOException {
    Path reports = Files.writeString(folder.resolve("report.json"), json);
    HtmlReportListener listener =
        new HtmlReportListener(folder.resolve("report.html"), "a run", List.of());

    String message = assertThrows(UncheckedIOException.class, () -> resume(listener)).getMessage();
    assertTrue(message.startsWith(reports + ": cannot be read: "), message);
  }

  private static void resume(HtmlReportListener listener) {
    listener.onStart(600);
    listener.onStep(RESUMED);
    listener.onEnd();
  }

  private static Report resumed() {
    return new Report(
        REPORT.title(),
        REPORT.facts(),
        Stream.concat(REPORT.steps().stream().limit(200), Stream.of(RESUMED)).toList(),
        REPORT.evaluations().subList(0, 3),
        List.of(),
        List.of());
  }

  @Test
  void addsExamplesToThePageOfACompletedRun() throws IOException {
    follow(listener());
    List<RankedExample> examples = List.of(MadeUpReport.example("a red disc", 2));
    HtmlReportListener again = listener();
    again.onStart(600);
    again.onEnd();
    again.write(examples, List.of());

    assertEquals(HtmlReport.render(MadeUpReport.of(examples, List.of())), page());
  }

  @Test
  void evaluationOfAnExtendedRunIsLabelledWithItsStep() throws IOException {
    HtmlReportListener listener = listener();
    listener.onStep(new StepReport(1, 1, 0.07, 5e-5, 0.1));
    listener.onStep(new StepReport(2, 3, 0.07, 5e-5, 0.1));
    listener.onEvaluation(
        new EvaluationReport(2, REPORT.evaluations().get(0).metrics(), ImmutableMap.of()));

    assertTrue(page().contains("after step 2"));
  }

  @Test
  void addsExamplesAndAblationsAtTheEnd() throws IOException {
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
  void namesAnUnwritablePage() throws IOException {
    Path file = Files.createDirectory(folder.resolve("taken")).resolve("x");
    Files.createDirectory(file);
    HtmlReportListener listener = new HtmlReportListener(file, "a run", List.of());

    String message =
        assertThrows(UncheckedIOException.class, () -> listener.write(List.of(), List.of()))
            .getMessage();
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
