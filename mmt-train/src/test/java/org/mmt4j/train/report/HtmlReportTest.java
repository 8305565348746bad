package org.mmt4j.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.evaluation.RetrievalMetrics;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {

  private static final List<String> CAPTIONS =
      List.of(
          "a red disc moves left, then down",
          "a small blue square appears & vanishes",
          "the green ball lands without a sound",
          "two triangles meet while a bell rings",
          "a large yellow star rises",
          "the word <stop> is on the screen when \"it's\" spoken",
          "a purple disc vanishes after the drum stops",
          "a square moves up, then right",
          "a white ring grows while a voice counts",
          "the orange ball falls with a loud bang, and much later a rather long caption ends");

  private static final Report REPORT =
      MadeUpReport.of(
          IntStream.range(0, CAPTIONS.size())
              .mapToObj(
                  i -> MadeUpReport.example(CAPTIONS.get(i), i == 3 ? 17 : i % 4 == 1 ? 3 : 1))
              .toList(),
          List.of(
              new Ablation("all experts, in order", MadeUpReport.metrics(3, new Random(2))),
              new Ablation("times shuffled", MadeUpReport.metrics(2, new Random(3))),
              new Ablation("motion <alone>", MadeUpReport.metrics(1, new Random(4)))));

  @Test
  void containsEveryCaption() throws Exception {
    assertEquals(CAPTIONS, texts(page(REPORT), "//article//q"));
  }

  @Test
  void textIsEscaped() throws Exception {
    String html = HtmlReport.render(REPORT);

    assertTrue(html.contains("the word &lt;stop&gt; is on the screen"), html);
    assertFalse(html.contains("<stop>"), html);
    assertFalse(html.contains("<alone>"), html);
  }

  @Test
  void marksTheRightVideoOrShowsItsRank() throws Exception {
    Document page = page(REPORT);

    assertEquals(9, texts(page, "//li[@class='clip correct']//em").size());
    assertEquals(List.of("3"), texts(page, "//article[2]//li[@class='clip correct']/span[1]"));
    assertEquals(List.of("correct video: rank 17"), texts(page, "//article[4]/h3/span"));
    assertEquals(
        List.of("The correct video is not among these: it has rank 17."),
        texts(page, "//p[@class='missed']"));
  }

  @Test
  void showsEveryVideoAsAFilmStripWithItsSimilarity() throws Exception {
    Document page = page(REPORT);

    assertEquals(10 * 5 * 6, texts(page, "//img[starts-with(@src, 'data:image/png')]").size());
    assertEquals(
        List.of("0.830", "0.760", "0.690", "0.620", "0.550"), texts(page, "//article[1]//b"));
  }

  @Test
  void tableContainsMetricsBeforeAndAfterTraining() throws Exception {
    List<String> rows = texts(page(REPORT), "//section[h2='Recall']//tbody/tr/td[1]");

    assertEquals(
        List.of(
            decimal(first().textToVideo().r1()),
            decimal(last().textToVideo().r1()),
            decimal(first().videoToText().r1()),
            decimal(last().videoToText().r1())),
        rows);
  }

  private static String decimal(double value) {
    return String.format(java.util.Locale.ROOT, "%.1f", value);
  }

  @Test
  void showsAblationsOnlyIfThereAreAny() throws Exception {
    assertEquals(3, texts(page(REPORT), "//section[h2='Ablations']//tbody/tr").size());
    assertFalse(texts(page(MadeUpReport.of(List.of(), List.of())), "//h2").contains("Ablations"));
  }

  @Test
  void loadsNothingFromOutside() throws IOException {
    String html = HtmlReport.render(REPORT);

    assertFalse(html.contains("://"), html);
    assertFalse(html.contains("@import"), html);
    assertFalse(html.contains("<script"), html);
    assertFalse(html.contains("<link"), html);
  }

  @Test
  void writeCreatesTheFolder(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("quickstart").resolve("report.html");

    HtmlReport.write(REPORT, file);

    assertEquals(HtmlReport.render(REPORT), Files.readString(file));
  }

  @Test
  void plotsLossRateRecallsAndWeights() throws Exception {
    Document page = page(REPORT);

    assertEquals(
        List.of(
            "Loss",
            "Learning rate",
            "Recall, text to video",
            "Recall, video to text",
            "Mixture weights"),
        texts(page, "//figure/h3"));
    assertEquals(
        List.of("rgb", "audio", "ocr"), texts(page, "//figure[h3='Mixture weights']/p/span"));
    assertEquals(7, texts(page, "//figure[h3='Mixture weights']//g[1]/circle").size());
    assertEquals(1 + 1 + 3 + 3 + 3, texts(page, "//polyline").size());
  }

  @Test
  void comparesTheLastEvaluationWithTheFirst() throws Exception {
    Document page = page(REPORT);

    assertEquals(
        List.of("before training", "after training", "(percent of queries)"),
        texts(page, "//section[h2='Recall']/div/div[1]/p[@class='legend']/span"));
    assertEquals(
        decimal(first().textToVideo().r1()) + " % before training",
        texts(page, "//ul[@class='highlights']/li[1]/small").get(0));
  }

  @Test
  void unfinishedRunShowsTheSteps() throws Exception {
    Document page = page(with(REPORT.steps().subList(0, 300), REPORT.evaluations().subList(1, 3)));

    assertEquals(
        List.of("after step 100", "after step 200"),
        texts(page, "//section[h2='Recall']/div/div[1]//tbody/tr/th"));
  }

  @Test
  void singleEvaluationHasNoComparison() throws Exception {
    Document page = page(with(List.of(), REPORT.evaluations().subList(0, 1)));

    assertEquals(List.of(), texts(page, "//ul[@class='highlights']//small"));
    assertEquals(List.of(), texts(page, "//svg"));
    assertEquals(2, texts(page, "//section[h2='Recall']//tbody/tr").size());
  }

  @Test
  void runWithoutEvaluationsShowsLossAndRate() throws Exception {
    Document page = page(with(REPORT.steps(), List.of()));

    assertEquals(List.of("Training"), texts(page, "//h2"));
    assertEquals(2, texts(page, "//svg").size());
  }

  @Test
  void twoEvaluationsHaveNoRecallPlot() throws Exception {
    assertEquals(
        List.of("Mixture weights"),
        texts(page(with(List.of(), REPORT.evaluations().subList(0, 2))), "//figure/h3"));
  }

  @Test
  void modelWithoutMixtureWeightsHasNoPlotOfThem() throws Exception {
    List<EvaluationReport> bare =
        REPORT.evaluations().stream()
            .map(e -> new EvaluationReport(e.step(), e.metrics(), ImmutableMap.of()))
            .toList();

    assertEquals(2, texts(page(with(List.of(), bare)), "//svg").size());
  }

  @Test
  void singleStepHasNoPlot() throws Exception {
    assertEquals(
        List.of(), texts(page(with(REPORT.steps().subList(0, 1), List.of())), "//polyline"));
  }

  @Test
  void videosWithoutFramesAreTextLines() throws Exception {
    RankedExample example =
        new RankedExample(
            "a dog", 1, List.of(new RankedVideo("<dog & cat>", 0.5, true, List.of())));
    Document page = page(MadeUpReport.of(List.of(example), List.of()));

    assertEquals(
        List.of("<dog & cat>"),
        texts(page, "//li[@class='clip plain correct']//span[@class='id']"));
    assertEquals(List.of(), texts(page, "//img"));
  }

  @Test
  void rejectsNanLossAndNamesTheStep() {
    List<StepReport> steps =
        List.of(new StepReport(1, 2, 1, 1, 1), new StepReport(2, 2, Double.NaN, 1, 1));

    assertEquals(
        "loss of step 2: found NaN, expected a finite number",
        assertThrows(IllegalArgumentException.class, () -> with(steps, List.of())).getMessage());
  }

  @Test
  void rejectsARankBelowOne() {
    assertEquals(
        "rank of the correct video: found 0, expected at least 1",
        assertThrows(IllegalArgumentException.class, () -> new RankedExample("a dog", 0, List.of()))
            .getMessage());
  }

  @Test
  void scalesLargeImagesDown() throws IOException {
    BufferedImage large = new BufferedImage(1600, 1200, BufferedImage.TYPE_INT_ARGB);
    BufferedImage small = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);

    assertEquals(EmbeddedImage.of(small, "png"), EmbeddedImage.of(large, "png"));
  }

  private static RetrievalMetrics first() {
    return REPORT.evaluations().get(0).metrics();
  }

  private static RetrievalMetrics last() {
    return REPORT.evaluations().get(REPORT.evaluations().size() - 1).metrics();
  }

  private static Report with(List<StepReport> steps, List<EvaluationReport> evaluations) {
    return new Report("a run", List.of(), steps, evaluations, List.of(), List.of());
  }

  private static Document page(Report report) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(HtmlReport.render(report))));
  }

  private static List<String> texts(Document page, String path) throws Exception {
    NodeList nodes =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, page, XPathConstants.NODESET);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }
}
