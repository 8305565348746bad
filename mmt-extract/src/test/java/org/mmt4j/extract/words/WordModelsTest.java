package org.mmt4j.extract.words;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.factory.Nd4j;

class WordModelsTest {

  private static final float[] VECTOR = {1, 2, 3};

  @TempDir Path folder;

  @Test
  void wordVectorsOutliveTheWorkspaceOfTheCaller() throws IOException {
    writeWordVectors("dog");
    WordEmbedder words;
    try (MemoryWorkspace workspace = workspace()) {
      assertTrue(workspace.isScopeActive());
      words = WordModels.open(Optional.of(folder));
    }
    for (int i = 0; i < 3; i++) { // the memory of the workspace is reused
      try (MemoryWorkspace workspace = workspace()) {
        assertTrue(workspace.isScopeActive());
        Nd4j.valueArrayOf(new long[] {1000}, Double.NaN, DataType.DOUBLE);
      }
    }
    try (words) {
      assertArrayEquals(VECTOR, words.vector("dog").orElseThrow());
    }
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
  }

  private static MemoryWorkspace workspace() {
    WorkspaceConfiguration settings = WorkspaceConfiguration.builder().initialSize(1 << 20).build();
    return Nd4j.getWorkspaceManager().getAndActivateWorkspace(settings, "caller");
  }

  private void writeWordVectors(String word) throws IOException {
    ByteBuffer values = ByteBuffer.allocate(VECTOR.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    values.asFloatBuffer().put(VECTOR);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(("1 " + VECTOR.length + "\n" + word + " ").getBytes(UTF_8));
    file.writeBytes(values.array());
    Files.write(folder.resolve("words.bin"), file.toByteArray());
  }
}
