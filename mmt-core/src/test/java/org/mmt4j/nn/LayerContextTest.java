package org.mmt4j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmt4j.graph.Initializer;
import org.mmt4j.graph.Parameters;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LayerContextTest {

  @Test
  void parametersOfAllRolesStartFromInitialValues() {
    try (Parameters parameters = new Parameters(DataType.DOUBLE, 1)) {
      INDArray values = Nd4j.createFromArray(1.5f, -2f);
      INDArray table = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}});
      LayerContext context =
          context(parameters)
              .scope("bert")
              .withInitialValues(Map.of("a.bias", values, "a.unused", values, "a.table", table))
              .scope("a");
      context.parameter("bias", Initializer.constant(0), 2);
      context.unused("unused", Initializer.constant(0), 2);
      context.rows("table", Initializer.constant(0), 2, 2, "ids", 1);
      INDArray expected = Nd4j.createFromArray(1.5, -2.0);
      assertEquals(expected, parameters.get("bert.a.bias"));
      assertEquals(expected, parameters.get("bert.a.unused"));
      assertEquals(table.castTo(DataType.DOUBLE), parameters.get("bert.a.table"));
    }
  }

  @Test
  void initialValuesAreCopied() {
    try (Parameters parameters = new Parameters(DataType.FLOAT, 1)) {
      INDArray values = Nd4j.createFromArray(1.5f, -2f);
      context(parameters)
          .withInitialValues(Map.of("bias", values))
          .parameter("bias", Initializer.constant(0), 2);
      parameters.get("bias").assign(7);
      assertEquals(Nd4j.createFromArray(1.5f, -2f), values);
    }
  }

  @Test
  void initialValuesApplyOnlyToTheirScopeAndName() {
    try (Parameters parameters = new Parameters(DataType.FLOAT, 1)) {
      LayerContext context = context(parameters);
      LayerContext pretrained =
          context.scope("a").withInitialValues(Map.of("bias", Nd4j.createFromArray(1.5f, -2f)));
      context.scope("b").parameter("bias", Initializer.constant(3), 2);
      pretrained.parameter("weight", Initializer.constant(4), 2);
      assertEquals(Nd4j.createFromArray(3f, 3f), parameters.get("b.bias"));
      assertEquals(Nd4j.createFromArray(4f, 4f), parameters.get("a.weight"));
    }
  }

  @Test
  void initialValuesDoNotOverwriteExistingParameters() {
    try (Parameters parameters = new Parameters(DataType.FLOAT, 1)) {
      INDArray values = Nd4j.createFromArray(1.5f, -2f);
      parameters.declare("bias", Parameters.Role.TRAINED, Initializer.constant(3), 2);
      context(parameters)
          .withInitialValues(Map.of("bias", values))
          .parameter("bias", Initializer.constant(0), 2);
      assertEquals(Nd4j.createFromArray(3f, 3f), parameters.get("bias"));
    }
  }

  @Test
  void rejectsInitialValuesOfADifferentShape() {
    try (Parameters parameters = new Parameters(DataType.FLOAT, 1)) {
      LayerContext context =
          context(parameters)
              .scope("bert")
              .withInitialValues(Map.of("bias", Nd4j.createFromArray(1.5f)));
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> context.parameter("bias", Initializer.constant(0), 2));
      assertEquals("initial values of bert.bias: found shape [1], expected [2]", e.getMessage());
    }
  }

  private static LayerContext context(Parameters parameters) {
    return LayerContext.scoring(SameDiff.create(), parameters);
  }
}
