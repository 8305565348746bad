package org.mmt4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Evaluates a checkpoint of the authors' trainer and compares the printed table with the metrics of
 * the reference ({@code metrics.json}), for 12 words and 6 features.
 */
final class EvaluateCheckpointTest {

  private static final Map<String, String> REFERENCE_NAMES =
      Map.of("R@1", "R1", "R@5", "R5", "R@10", "R10", "R@50", "R50", "MdR", "MedR", "MnR", "MeanR");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"jsfusion", "miech"})
  void printsTheMetricsOfTheReference(String split) throws IOException {
    Printed printed =
        evaluate("--split", split, "--bert", bert(), "--words", "12", "--features", "6");
    assertEquals("", printed.errors());
    assertEquals(0, printed.exitCode());
    List<String> lines = rows(printed.text());
    assertEquals(12, lines.size(), printed.text());
    JsonNode expected =
        new ObjectMapper().readTree(TinyBert.GOLDEN.resolve("metrics.json").toFile()).get(split);
    for (String line : lines) {
      List<String> words =
          Splitter.on(CharMatcher.whitespace()).omitEmptyStrings().splitToList(line);
      JsonNode direction = expected.get(words.get(0).equals("text") ? "t2v" : "v2t");
      double metric = direction.get(REFERENCE_NAMES.get(words.get(3))).asDouble();
      assertEquals(
          BigDecimal.valueOf(metric).setScale(1, RoundingMode.HALF_UP).toString(),
          words.get(4),
          line);
    }
  }

  private static List<String> rows(String text) {
    List<String> rows = new ArrayList<>();
    for (String line : Splitter.on('\n').split(text)) {
      if (line.startsWith("text to video") || line.startsWith("video to text")) {
        rows.add(line);
      }
    }
    return rows;
  }

  @Test
  void metricsSayHowManyVideosAreSkipped() throws IOException {
    Path data = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(TinyBert.GOLDEN.resolve("data"))) {
      for (Path file : files.sorted().toList()) {
        Path to = data.resolve(TinyBert.GOLDEN.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    Path video = data.resolve("data/MSRVTT/vid_feat_files/mult_h5/v/i/d/video7052.h5");
    Files.writeString(video, "<html><body>Not found</body></html>");
    String bert = bert();
    Printed failed = evaluate("--data", data.toString(), "--bert", bert, "--words", "12");
    assertTrue(
        failed.errors().contains("found a web page")
            && failed.errors().contains("; --skip-missing skips videos that cannot be read"),
        failed.errors());
    Printed skipped =
        evaluate("--data", data.toString(), "--bert", bert, "--words", "12", "--skip-missing");
    assertEquals(0, skipped.exitCode(), skipped.errors());
    assertTrue(
        skipped.text().endsWith("1 of 4 test videos skipped" + System.lineSeparator()),
        skipped.text());
  }

  @Test
  void paperMetricsAreNotPrintedForADifferentNumberOfVideos() throws IOException {
    Printed printed = evaluate("--bert", bert(), "--words", "12");
    assertFalse(printed.text().contains("Table 7"), printed.text());
    assertTrue(
        printed
            .text()
            .endsWith("metrics are not printed: they are for 1000 test videos, found 4.\n"),
        printed.text());
  }

  @Test
  void rejectsUnknownEncoderAndListsTheChoices() {
    assertEquals(
        "evaluate-checkpoint: --bert: expected minilm, base or a directory, found \"large\"\n",
        evaluate("--bert", "large").errors().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void missingBertBaseSaysHowToGetIt() {
    String errors = evaluate("--bert", "base").errors();
    assertTrue(errors.contains("-Pbert-base, which downloads it (405 MB)"), errors);
  }

  private String bert() throws IOException {
    return TinyBert.write(folder.resolve("bert")).toString();
  }

  private static Printed evaluate(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--checkpoint", TinyBert.GOLDEN.resolve("checkpoint.pth").toString()));
    if (!List.of(more).contains("--data")) {
      arguments.addAll(List.of("--data", TinyBert.GOLDEN.toString()));
    }
    arguments.addAll(List.of(more));
    return Printed.by(new EvaluateCheckpoint(), arguments.toArray(String[]::new));
  }
}
