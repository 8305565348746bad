package org.mmt4j.train.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {

  private static final RetrievalMetrics FOUND = RetrievalMetrics.of(new float[][] {{1}});
  private static final EvaluationResult QUOTED = EvaluationResult.raw("a \"b\", c", FOUND);
  private static final EvaluationResult LABELLED = new EvaluationResult("d", "dual", FOUND);

  @TempDir private Path folder;

  @Test
  void csvHasOneLinePerResultAndQuotesNames() throws IOException {
    Path file = folder.resolve("results.csv");

    ResultFiles.writeCsv(file, List.of(QUOTED, LABELLED));

    List<String> lines = Files.readAllLines(file);
    assertEquals(3, lines.size());
    assertEquals(
        "name,similarities,t2v.R1,t2v.R5,t2v.R10,t2v.R50,t2v.MdR,t2v.MnR,"
            + "t2v.geometric_mean_R1-R5-R10,v2t.R1,v2t.R5,v2t.R10,v2t.R50,v2t.MdR,v2t.MnR,"
            + "v2t.geometric_mean_R1-R5-R10",
        lines.get(0).replace("\"", ""));
    String start = "\"a \"\"b\"\", c\",raw,100.0,100.0,100.0,100.0,1.0,1.0,100.00";
    assertEquals(start, lines.get(1).substring(0, start.length()));
    assertEquals("d,dual,100.0", lines.get(2).substring(0, 12));
  }

  @Test
  void jsonContainsFiguresByNameOfTheResult() throws IOException {
    Path file = folder.resolve("results.json");

    ResultFiles.writeJson(file, List.of(QUOTED, LABELLED));

    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertEquals(2, json.size());
    assertEquals("raw", json.get("a \"b\", c").get("similarities").asText());
    assertEquals("dual", json.get("d").get("similarities").asText());
    assertEquals(100.0, json.get("d").get("t2v.R1").asDouble());
    assertEquals(15, json.get("d").size());
  }

  @Test
  void jsonRejectsDuplicateNames() {
    assertEquals(
        "results: found two results named d, expected unique names",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    ResultFiles.writeJson(
                        folder.resolve("results.json"), List.of(LABELLED, LABELLED)))
            .getMessage());
  }

  @Test
  void csvRejectsAnEmptyList() {
    assertEquals(
        "results: found none, expected at least one",
        assertThrows(
                IllegalArgumentException.class,
                () -> ResultFiles.writeCsv(folder.resolve("results.csv"), List.of()))
            .getMessage());
  }
}
