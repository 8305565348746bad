package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.MmtModel;
import org.mmt4j.io.Safetensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Compares a model that is loaded from a checkpoint of the authors' trainer with outputs of the
 * reference. The tests of the checkpoint reader compare the tensors.
 */
final class CheckpointGoldenTest {

  private static final double OUTPUTS = 1e-10;

  @ParameterizedTest
  @ValueSource(strings = {"checkpoint-zip.pth", "checkpoint-legacy.pth"})
  void loadedModelMatchesTheReferenceOutputs(String file) throws IOException {
    Path checkpoint = GoldenParityTest.golden().resolve("checkpoint");
    GoldenCase golden = GoldenCase.load(GoldenParityTest.golden(), "i_two");
    Map<String, INDArray> outputs = Safetensors.read(checkpoint.resolve("outputs.safetensors"));
    GoldenCaptions encoder = new GoldenCaptions(arguments(), golden.maxTokens());
    try (MmtModel model =
        MmtModel.loadCheckpoint(checkpoint.resolve(file), encoder, DataType.DOUBLE)) {
      GoldenCase loaded = golden.with(model.network(), outputs);
      Map<String, INDArray> found = GoldenScores.of(loaded, model.parameters());
      Map<String, INDArray> expected = GoldenScores.expected(loaded);
      for (String stage : GoldenScores.stages(loaded)) {
        double difference = GoldenScores.distance(found.get(stage), expected.get(stage));
        assertTrue(difference <= OUTPUTS, stage + ": difference " + difference);
      }
    }
  }

  /**
   * Returns the arguments; the checkpoint's configuration does not contain the heads of its text
   * BERT.
   */
  private static JsonNode arguments() throws IOException {
    Path meta = GoldenParityTest.golden().resolve("cases/i_two/meta.json");
    return new ObjectMapper().readTree(meta.toFile()).get("arch_args");
  }
}
