package org.mmt4j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.mmt4j.fixtures.NativeMemory;
import org.mmt4j.graph.Parameters.Role;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ParametersTest {

  private static final Initializer NORMAL = Initializer.normal(1);

  @Test
  void initialValuesDependOnlyOnSeedAndName() {
    try (Parameters one = parameters(1);
        Parameters same = parameters(1);
        Parameters other = parameters(2)) {
      INDArray a = declare(one, "a");
      INDArray b = declare(one, "b");
      assertEquals(b, declare(same, "b"));
      assertEquals(a, declare(same, "a"));
      assertNotEquals(a, b);
      assertNotEquals(a, declare(other, "a"));
      assertEquals(List.of("b", "a"), same.names());
    }
  }

  @Test
  void namesOfEqualHashCodesHaveDifferentInitialValues() {
    assertEquals("Aa".hashCode(), "BB".hashCode());
    try (Parameters parameters = parameters(1)) {
      assertNotEquals(declare(parameters, "Aa"), declare(parameters, "BB"));
    }
  }

  @Test
  void nextSeedDoesNotRepeatTheValuesOfAnotherName() {
    try (Parameters one = parameters(1);
        Parameters two = parameters(2)) {
      assertNotEquals(declare(one, "b0"), declare(two, "a0")); // hash codes differ by 31
    }
  }

  @Test
  void failedInitializationFreesTheArray() throws Exception {
    int large = 1 << 20;
    try (Parameters parameters = parameters(1);
        INDArray other = Nd4j.zeros(DataType.DOUBLE, 3)) {
      Initializer copy = Initializer.copyOf(other);
      long growth =
          NativeMemory.growth(
              () ->
                  assertRejected(
                      "initial values: found shape [3], expected [" + large + "]",
                      () -> parameters.declare("a", Role.TRAINED, copy, large)));
      assertTrue(growth < large, "bytes: " + growth);
    }
  }

  @Test
  void declaringAgainReturnsTheSameArray() {
    try (Parameters parameters = parameters(1)) {
      INDArray a = declare(parameters, "a").assign(3);
      assertTrue(a == parameters.declare("a", Role.TRAINED, NORMAL, 5));
      assertRejected(
          "parameter a: found shape [5], expected [6]",
          () -> parameters.declare("a", Role.TRAINED, NORMAL, 6));
    }
  }

  @Test
  void sealedParametersRejectNewNames() {
    try (Parameters parameters = parameters(1)) {
      declare(parameters, "a");
      parameters.seal();
      declare(parameters, "a");
      assertEquals(
          "parameter b: not part of this model, which has 1 parameters",
          assertThrows(IllegalStateException.class, () -> declare(parameters, "b")).getMessage());
      try (Parameters copy = parameters.copy()) {
        assertThrows(IllegalStateException.class, () -> declare(copy, "b"));
      }
    }
  }

  @Test
  void copyIsIndependent() {
    try (Parameters parameters = parameters(1);
        Parameters copy = withAThenCopied(parameters)) {
      INDArray before = copy.get("a").dup();
      parameters.get("a").assign(9);
      assertEquals(before, copy.get("a"));
      assertEquals(Role.TRAINED, copy.role("a"));
    }
  }

  @Test
  void assignedValuesAreCastAndCopied() {
    try (Parameters parameters = parameters(1)) {
      declare(parameters, "a");
      INDArray values = Nd4j.createFromArray(1f, 2f, 3f, 4f, 5f);
      parameters.assign("a", values);
      values.assign(0);
      assertEquals(Nd4j.createFromArray(1.0, 2.0, 3.0, 4.0, 5.0), parameters.get("a"));
      assertRejected(
          "parameter a: found shape [2], expected [5]",
          () -> parameters.assign("a", Nd4j.createFromArray(1.0, 2.0)));
      assertRejected(
          "parameter b: not part of this model, which has 1 parameters",
          () -> parameters.assign("b", values));
    }
  }

  @Test
  void castsValuesOfADifferentTypeAndKeepsValuesOfTheSameType() {
    INDArray values = Nd4j.createFromArray(1f, 2f);
    INDArray doubles = Nd4j.createFromArray(3.0, 4.0);
    try (Parameters parameters =
        Parameters.from(DataType.DOUBLE, ImmutableMap.of("a", values, "b", doubles))) {
      INDArray a = parameters.declare("a", Role.TRAINED, NORMAL, 2);
      INDArray b = parameters.declare("b", Role.TRAINED, NORMAL, 2);
      INDArray c = parameters.declare("c", Role.INTEGER, Initializer.range(), 3);
      assertEquals(Nd4j.createFromArray(0.0, 1.0, 2.0), c);
      assertEquals(Nd4j.createFromArray(1.0, 2.0), a);
      assertSame(doubles, b);
      parameters.seal();
      assertTrue(values.wasClosed());
      assertEquals(Nd4j.createFromArray(3.0, 4.0), b);
    }
    assertTrue(doubles.wasClosed());
  }

  @Test
  void copiesValuesThatAreSharedOrPartOfALargerArray() {
    INDArray shared = Nd4j.createFromArray(1.0, 2.0);
    INDArray whole = Nd4j.createFromArray(3.0, 4.0, 5.0);
    INDArray part = whole.get(NDArrayIndex.interval(0, 2));
    try (Parameters parameters =
        Parameters.from(DataType.DOUBLE, ImmutableMap.of("a", shared, "b", shared, "c", part))) {
      INDArray a = parameters.declare("a", Role.TRAINED, NORMAL, 2);
      INDArray b = parameters.declare("b", Role.TRAINED, NORMAL, 2);
      INDArray c = parameters.declare("c", Role.TRAINED, NORMAL, 2);
      a.assign(0);
      whole.assign(0);
      assertEquals(Nd4j.createFromArray(1.0, 2.0), b);
      assertEquals(Nd4j.createFromArray(3.0, 4.0), c);
      parameters.seal();
    }
  }

  @Test
  void closeFreesGivenValuesWithoutSeal() {
    INDArray values = Nd4j.createFromArray(1.0, 2.0);
    Parameters.from(DataType.DOUBLE, ImmutableMap.of("a", values)).close();
    assertTrue(values.wasClosed());
  }

  @Test
  void sealReportsAllValuesThatDoNotFit() {
    INDArray values = Nd4j.createFromArray(1f, 2f);
    ImmutableMap<String, INDArray> given = ImmutableMap.of("a", values, "b", values);
    try (Parameters parameters = Parameters.from(DataType.DOUBLE, given)) {
      parameters.declare("a", Role.TRAINED, NORMAL, 1_000_000_000, 1_000_000_000);
      parameters.declare("c", Role.TRAINED, NORMAL, 2);
      assertRejected(
          "parameters, 3 problems: a: found shape [2], expected [1000000000, 1000000000];"
              + " c: missing, expected shape [2]; b: unexpected",
          parameters::seal);
    }
  }

  @Test
  void statisticsAreNotCounted() {
    try (Parameters parameters = parameters(1)) {
      parameters.declare("a", Role.TRAINED, NORMAL, 2, 3);
      parameters.declare("b", Role.UNUSED, NORMAL, 4);
      parameters.declare("c", Role.STATISTIC, NORMAL, 5);
      parameters.declare("d", Role.INTEGER, NORMAL, 6);
      assertEquals(10, parameters.count());
    }
  }

  @Test
  void rejectsUseAfterClose() {
    Parameters parameters = parameters(1);
    declare(parameters, "a");
    parameters.close();
    parameters.close();
    assertClosed(() -> parameters.get("a"));
    assertClosed(() -> parameters.role("a"));
    assertClosed(() -> declare(parameters, "a"));
    assertClosed(() -> declare(parameters, "b"));
    assertClosed(parameters::copy);
    assertClosed(() -> parameters.assign("a", Nd4j.zeros(5)));
  }

  @Test
  void rejectedDataTypeFreesGivenValues() {
    INDArray values = Nd4j.createFromArray(1.0, 2.0);
    assertRejected(
        "data type of parameters: found INT, expected FLOAT or DOUBLE",
        () -> Parameters.from(DataType.INT32, ImmutableMap.of("a", values)));
    assertTrue(values.wasClosed());
  }

  @Test
  void arraysBelongToNoWorkspaceOfTheCaller() {
    INDArray floats = Nd4j.createFromArray(1f, 2f);
    try (MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace("test");
        Parameters parameters = parameters(1);
        Parameters copy = withAThenCopied(parameters);
        Parameters cast = Parameters.from(DataType.DOUBLE, ImmutableMap.of("b", floats))) {
      assertFalse(parameters.get("a").isAttached());
      assertFalse(copy.get("a").isAttached());
      assertFalse(cast.declare("b", Role.TRAINED, NORMAL, 2).isAttached());
      assertTrue(workspace.isScopeActive());
    } finally {
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  @Test
  void rejectsDataTypesOtherThanFloatAndDouble() {
    assertRejected(
        "data type of parameters: found INT, expected FLOAT or DOUBLE",
        () -> new Parameters(DataType.INT32, 1));
  }

  private static Parameters parameters(long seed) {
    return new Parameters(DataType.DOUBLE, seed);
  }

  private static Parameters withAThenCopied(Parameters parameters) {
    declare(parameters, "a");
    return parameters.copy();
  }

  private static INDArray declare(Parameters parameters, String name) {
    return parameters.declare(name, Role.TRAINED, NORMAL, 5);
  }

  private static void assertRejected(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }

  private static void assertClosed(Executable action) {
    assertEquals(
        "parameters: used after close",
        assertThrows(IllegalStateException.class, action).getMessage());
  }
}
