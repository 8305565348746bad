package org.mmt4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.fixtures.NativeMemory;
import org.mmt4j.io.Checkpoint;
import org.mmt4j.io.TorchFile;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The parameters have 2 MB, the moments of Adam 4 MB. */
class CheckpointOwnershipTest {

  private static final long SMALL = 1 << 19; // bytes

  @TempDir private Path directory;

  @Test
  void loadedModelHasTheParametersOfTheCheckpoint() throws IOException {
    try (MmtModel model = SmallCheckpoint.model().build();
        MmtModel loaded = load(file(SmallCheckpoint.content(model)))) {
      assertEquals(model.config(), loaded.config());
      for (String name : model.parameters().names()) {
        assertEquals(model.parameters().get(name), loaded.parameters().get(name), name);
      }
    }
  }

  @Test
  void closedModelLeavesNothingOfItsCheckpoint() throws Exception {
    Path file = file(content());
    requireNoGrowth(() -> load(file).close());
  }

  @Test
  void openModelKeepsNoMomentsOfAdam() throws Exception {
    Path file = file(content());
    load(file).close();
    long[] parameters = new long[1];
    long growth =
        NativeMemory.growth(
            () -> { // not closed
              MmtModel model = load(file);
              parameters[0] = 4 * model.parameters().count();
            });
    assertTrue(growth < 1.5 * parameters[0], "bytes: " + growth + " of " + parameters[0]);
  }

  @Test
  void failuresFreeTheTensorsOfTheCheckpoint() throws Exception {
    Map<String, Object> missing = content();
    tensors(missing).remove("video_dim_reduce.vggish.fc.bias");
    requireRejected(file(missing), "video_dim_reduce.vggish.fc.bias: missing");
    Map<String, Object> otherShape = content();
    tensors(otherShape).put("video_dim_reduce.vggish.fc.bias", Nd4j.zeros(DataType.FLOAT, 5));
    requireRejected(file(otherShape), "found shape [5], expected [128]");
    Map<String, Object> withoutConfig = content();
    withoutConfig.put("config", Map.of());
    requireRejected(file(withoutConfig), "config.experts: found none, expected a value");
  }

  @Test
  void truncatedOrDamagedFilesLeaveNothing() throws Exception {
    byte[] bytes = Files.readAllBytes(file(content()));
    Path truncated = directory.resolve("truncated.pth");
    Files.write(truncated, Arrays.copyOf(bytes, bytes.length / 2));
    requireRejected(truncated, "zip container");
    Path damaged = directory.resolve("damaged.pth");
    bytes[bytes.length / 4]++; // among the parameters
    Files.write(damaged, bytes);
    requireRejected(damaged, "found checksum");
  }

  @Test
  void rejectedDataTypeFreesTheTensors() throws Exception {
    Path file = file(content());
    requireNoGrowth(
        () ->
            assertThrows(
                IllegalArgumentException.class,
                () -> MmtModel.loadCheckpoint(file, new WordEncoder(50), DataType.INT32)));
  }

  @Test
  void tensorsBesideTheStateDictAreFreed() throws Exception {
    Path file = file(content());
    requireNoGrowth(() -> TorchFile.readStateDict(file).values().forEach(INDArray::close));
  }

  @Test
  void closedCheckpointLeavesNothing() throws Exception {
    Map<String, Object> content = content();
    content.put("moving_average", tensors(content));
    Path file = file(content);
    requireNoGrowth(() -> Checkpoint.read(file).close());
  }

  @Test
  void checkpointWithoutOptimizerHasTheRest() throws IOException {
    Path file = file(content());
    try (Checkpoint whole = Checkpoint.read(file);
        Checkpoint part = Checkpoint.readWithoutOptimizer(file)) {
      assertTrue(whole.optimizer().isPresent());
      assertTrue(part.optimizer().isEmpty());
      assertEquals(whole.stateDict(), part.stateDict());
    }
  }

  @Test
  void tensorsBelongToNoWorkspaceOfTheCaller() throws IOException {
    Path file = file(content());
    try (MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace("caller");
        Checkpoint checkpoint = Checkpoint.read(file)) {
      for (INDArray tensor : checkpoint.stateDict().values()) {
        assertFalse(tensor.isAttached());
      }
      assertTrue(workspace.isScopeActive());
    } finally {
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  private static MmtModel load(Path file) throws IOException {
    return MmtModel.loadCheckpoint(file, new WordEncoder(50), DataType.FLOAT);
  }

  private static void requireRejected(Path file, String message) throws Exception {
    requireNoGrowth(
        () -> {
          String found = assertThrows(IOException.class, () -> load(file)).getMessage();
          assertTrue(found.contains(message), found);
        });
  }

  private static void requireNoGrowth(NativeMemory.Action action) throws Exception {
    long growth = NativeMemory.growth(action);
    assertTrue(growth < SMALL, "bytes: " + growth);
  }

  private Path file(Map<String, Object> content) throws IOException {
    Path file = directory.resolve("small.pth");
    SmallCheckpoint.write(file, content);
    return file;
  }

  /** Returns content whose arrays stay open until they are garbage. */
  private static Map<String, Object> content() {
    return SmallCheckpoint.content(SmallCheckpoint.model().build());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tensors(Map<String, Object> content) {
    Map<String, Object> tensors =
        new LinkedHashMap<>((Map<String, Object>) content.get("state_dict"));
    content.put("state_dict", tensors);
    return tensors;
  }
}
