package org.mmt4j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class GradientsTest {

  @Test
  void printsNothing() {
    PrintStream original = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream recording = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(recording);
    try {
      differentiated();
      assertSame(recording, System.out);
    } finally {
      System.setOut(original);
    }
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void gradientExistsOnlyIfTheLossDependsOnTheVariable() {
    SameDiff gradients = differentiated();
    assertTrue(Gradients.exists(gradients, "x"));
    assertTrue(Gradients.exists(gradients, "used"));
    assertFalse(Gradients.exists(gradients, "unused"));
    assertFalse(Gradients.exists(gradients, "unknown"));
  }

  private static SameDiff differentiated() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.DOUBLE, 2);
    SDVariable used = graph.var("used", Nd4j.createFromArray(1.0, 2.0));
    graph.var("unused", Nd4j.createFromArray(1.0, 2.0)).mul(2);
    return Gradients.of(graph, x.mul(used).sum(), List.of("x"));
  }
}
