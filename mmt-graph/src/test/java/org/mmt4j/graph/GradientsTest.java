package org.mmt4j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
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
  void systemOutIsNotReplacedWhileDifferentiating() {
    PrintStream original = System.out;
    Set<PrintStream> seen = ConcurrentHashMap.newKeySet();
    AtomicBoolean done = new AtomicBoolean();
    Thread observer =
        new Thread(
            () -> {
              while (!done.get()) {
                seen.add(System.out);
              }
            });
    observer.start();
    try {
      for (int i = 0; i < 10; i++) {
        differentiated();
      }
    } finally {
      done.set(true);
      Uninterruptibles.joinUninterruptibly(observer);
    }
    assertEquals(Set.of(original), seen);
  }

  @Test
  void addsTheGradientsOfAllReaders() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.DOUBLE, 2);
    SDVariable squared = x.mul(x); // read two times
    SDVariable loss = squared.add(squared.mul(x)).add(x.mul(3)).sum();
    SameDiff gradients = Gradients.of(graph, loss, List.of("x"));
    INDArray values = Nd4j.createFromArray(1.0, -2.0);
    String name = Gradients.name(gradients, "x");
    INDArray gradient = gradients.output(Map.of("x", values), name).get(name);
    assertEquals(Nd4j.createFromArray(2.0 + 3 + 3, -4.0 + 12 + 3), gradient); // 2x + 3x^2 + 3
    assertFalse(graph.hasVariable(name), "the original graph is not changed");
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
