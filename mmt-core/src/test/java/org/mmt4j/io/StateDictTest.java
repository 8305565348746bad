package org.mmt4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmt4j.graph.Initializer;
import org.mmt4j.graph.Parameters;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class StateDictTest {

  private static final String POSITIONS = "vid_bert.embeddings.position_embeddings.weight";

  private static Parameters parameters() {
    Parameters parameters = new Parameters(DataType.FLOAT, 0);
    parameters.declare(POSITIONS, Parameters.Role.TRAINED, Initializer.constant(9), 3, 2);
    parameters.declare("moe.s3d", Parameters.Role.TRAINED, Initializer.constant(9), 2);
    parameters.declare("moe.face", Parameters.Role.TRAINED, Initializer.constant(9), 2);
    parameters.seal();
    return parameters;
  }

  private static INDArray ones(long... shape) {
    return Nd4j.ones(DataType.FLOAT, shape);
  }

  @Test
  void strictLoadingOverwritesAllParametersAndIgnoresCounters() {
    try (Parameters parameters = parameters()) {
      StateDict.load(
          ImmutableMap.of(
              POSITIONS,
              ones(3, 2),
              "moe.s3d",
              ones(2),
              "moe.face",
              ones(2),
              "a.num_batches_tracked",
              Nd4j.scalar(1L),
              "b.position_ids",
              Nd4j.scalar(1L)),
          parameters);
      parameters
          .names()
          .forEach(name -> assertEquals(1, parameters.get(name).minNumber().intValue()));
    }
  }

  @Test
  void strictLoadingListsAllProblemsAndChangesNothing() {
    try (Parameters parameters = parameters()) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  StateDict.load(
                      ImmutableMap.of(POSITIONS, ones(2, 2), "moe.s3d", ones(2), "other", ones(1)),
                      parameters));
      assertEquals(
          "state dict, 3 problems: moe.face: missing; other: unexpected; "
              + POSITIONS
              + ": found shape [2, 2], expected [3, 2]",
          e.getMessage());
      assertEquals(9, parameters.get("moe.s3d").getInt(0));
    }
  }

  @Test
  void lenientLoadingPadsPositionsAndKeepsMissingExperts() {
    try (Parameters parameters = parameters()) {
      StateDict.Skipped skipped =
          StateDict.loadLenient(
              ImmutableMap.of(POSITIONS, ones(2, 2), "moe.s3d", ones(2), "other", ones(1)),
              parameters);
      assertEquals(List.of("moe.face"), skipped.missing());
      assertEquals(List.of("other"), skipped.unexpected());
      assertEquals(
          Nd4j.createFromArray(new float[][] {{1, 1}, {1, 1}, {0, 0}}), parameters.get(POSITIONS));
      assertEquals(9, parameters.get("moe.face").getInt(0));
    }
  }

  @Test
  void lenientLoadingRejectsMorePositionsAndDifferentShapes() {
    try (Parameters parameters = parameters()) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  StateDict.loadLenient(
                      ImmutableMap.of(POSITIONS, ones(4, 2), "moe.s3d", ones(3)), parameters));
      assertEquals(
          "state dict, 2 problems: "
              + POSITIONS
              + ": found shape [4, 2], expected [3, 2]; moe.s3d: found shape [3], expected [2]",
          e.getMessage());
      assertEquals(9, parameters.get("moe.s3d").getInt(0));
    }
  }

  @Test
  void lenientLoadingRequiresATableOfPositions() {
    try (Parameters parameters = parameters()) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> StateDict.loadLenient(ImmutableMap.of("moe.s3d", ones(2)), parameters));
      assertEquals("state dict, 1 problems: " + POSITIONS + ": missing", e.getMessage());
    }
  }
}
