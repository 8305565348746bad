package org.mmt4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.io.Checkpoint.AdamState;
import org.mmt4j.io.Checkpoint.Moments;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Checkpoints of the authors' trainer are read without changing a bit. {@code -Dmmt.golden=DIR}
 * reads DIR/checkpoint instead.
 */
class CheckpointGoldenTest {

  private static final String ZIP = "checkpoint-zip.pth";
  private static final String LEGACY = "checkpoint-legacy.pth";

  private static Path golden(String file) {
    Path golden = Path.of(System.getProperty("mmt.golden", "src/test/resources/golden"));
    Path path = golden.resolve("checkpoint").resolve(file);
    assertTrue(Files.isRegularFile(path), "no golden data: " + path);
    return path;
  }

  private static JsonNode expected() throws IOException {
    return new ObjectMapper().readTree(golden("checkpoint.json").toFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {ZIP, LEGACY})
  void tensorsEqualTheReference(String file) throws IOException {
    assertSameTensors(
        Safetensors.read(golden("state_dict.safetensors")),
        Checkpoint.read(golden(file)).stateDict());
  }

  @Test
  void stateDictInTheLegacyContainerEqualsTheReference() throws IOException {
    assertSameTensors(
        Safetensors.read(golden("state_dict.safetensors")),
        (Map<?, ?>) TorchFile.read(golden("state_dict-legacy.pth")));
  }

  @ParameterizedTest
  @ValueSource(strings = {ZIP, LEGACY})
  void momentsOfTheOptimizerEqualTheReference(String file) throws IOException {
    JsonNode expected = expected();
    Map<String, INDArray> moments = Safetensors.read(golden("optimizer.safetensors"));
    AdamState adam = Checkpoint.read(golden(file)).optimizer().orElseThrow();
    Set<String> without = new HashSet<>();
    expected.get("params_without_optimizer_state").forEach(name -> without.add(name.asText()));
    JsonNode names = expected.get("param_order");
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).asText();
      Moments found = adam.moments().get(i);
      assertEquals(without.contains(name), found == null, name);
      if (found != null) {
        assertSame(name, moments.get(name + ".exp_avg"), found.average());
        assertSame(name, moments.get(name + ".exp_avg_sq"), found.averageOfSquares());
        assertEquals(expected.get("optimizer_steps").asLong(), found.steps(), name);
      }
    }
    assertEquals(moments.size(), 2 * adam.moments().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {ZIP, LEGACY})
  void optionsOfOptimizerAndSchedulerEqualTheReference(String file) throws IOException {
    JsonNode expected = expected();
    Checkpoint checkpoint = Checkpoint.read(golden(file));
    Map<String, Object> group = checkpoint.optimizer().orElseThrow().groups().get(0);
    assertEquals(expected.get("lr_after_scheduler").asDouble(), group.get("lr"));
    assertEquals(List.of(0.9, 0.999), group.get("betas"));
    assertEquals(1e-8, group.get("eps"));
    Map<String, Object> scheduler = checkpoint.scheduler().orElseThrow();
    assertEquals(expected.get("lr_scheduler").size(), scheduler.size());
    for (Map.Entry<String, JsonNode> field : expected.get("lr_scheduler").properties()) {
      assertEquals(plain(field.getValue()), scheduler.get(field.getKey()), field.getKey());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ZIP, LEGACY})
  void progressAndConfigurationEqualTheReference(String file) throws IOException {
    JsonNode expected = expected();
    Checkpoint checkpoint = Checkpoint.read(golden(file));
    assertEquals("CENet", checkpoint.architecture());
    assertEquals(expected.get("epoch").asLong(), checkpoint.epoch());
    assertEquals(expected.get("n_samples").asLong(), checkpoint.samples());
    assertEquals(expected.get("n_steps").asLong(), checkpoint.steps());
    assertEquals(Double.NEGATIVE_INFINITY, checkpoint.monitorBest());
    Map<?, ?> config = (Map<?, ?>) checkpoint.config().get("_config");
    assertEquals(List.of("s3d", "vggish"), ((Map<?, ?>) config.get("experts")).get("modalities"));
    assertEquals(
        Map.of("type", "StepLR", "args", Map.of("step_size", 1L, "gamma", 0.95)),
        config.get("lr_scheduler"));
  }

  private static Object plain(JsonNode node) {
    if (node.isArray()) {
      return List.of(plain(node.get(0)));
    }
    if (node.isBoolean()) {
      return node.asBoolean();
    }
    if (node.isIntegralNumber()) {
      return node.asLong();
    }
    return node.asDouble();
  }

  private static void assertSameTensors(Map<String, INDArray> expected, Map<?, ?> found) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((name, tensor) -> assertSame(name, tensor, (INDArray) found.get(name)));
  }

  private static void assertSame(String name, INDArray expected, INDArray found) {
    assertEquals(expected.dataType(), found.dataType(), name);
    assertArrayEquals(expected.shape(), found.shape(), name);
    if (expected.dataType() == DataType.FLOAT) {
      assertArrayEquals(
          expected.reshape(-1).toFloatVector(), found.reshape(-1).toFloatVector(), name);
    } else {
      assertEquals(DataType.INT64, expected.dataType(), name);
      assertArrayEquals(
          expected.reshape(-1).toLongVector(), found.reshape(-1).toLongVector(), name);
    }
  }
}
