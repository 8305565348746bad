package org.mmt4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.fixtures.NativeMemory;
import org.mmt4j.graph.ClosedException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.factory.Nd4j;

class OwnershipTest {

  private static final long LARGE_MODEL = 4 << 20; // bytes

  private final List<VideoFeatures> videos = SmallModel.videos(3, 1);

  @Test
  void modelClosesItsEncoder() {
    WordEncoder encoder = new WordEncoder(50);
    SmallModel.builder().captions(encoder).build().close();
    assertTrue(encoder.closed());
  }

  @Test
  void modelLeavesASharedEncoderOpen() {
    WordEncoder encoder = new WordEncoder(50);
    SmallModel.builder().captions(encoder.shared()).build().close();
    assertFalse(encoder.closed());
  }

  @Test
  void failedBuildClosesTheEncoder() {
    WordEncoder encoder = new WordEncoder(50);
    assertThrows(
        IllegalArgumentException.class,
        () -> SmallModel.builder().captions(encoder).layers(0).build());
    assertTrue(encoder.closed());
  }

  @Test
  void failedBuildThrowsItsOwnExceptionIfTheEncoderFailsToClose() {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> SmallModel.builder().captions(new FailingEncoder()).layers(0).build());
    assertEquals("layers: found 0, expected 1 to 65536", thrown.getMessage());
    assertEquals("encoder: cannot be closed", thrown.getSuppressed()[0].getMessage());
  }

  @Test
  void modelFreesItsMemoryIfTheEncoderFailsToClose() {
    MmtModel model = SmallModel.builder().captions(new FailingEncoder()).build();
    assertThrows(IllegalStateException.class, model::close);
    assertThrows(ClosedException.class, () -> model.parameters().copy());
    model.close(); // a second call does nothing
  }

  @Test
  void indexBelongsToNoWorkspaceOfTheCaller() {
    WorkspaceConfiguration small = WorkspaceConfiguration.builder().initialSize(1 << 20).build();
    try (MmtModel model = SmallModel.build()) {
      List<VideoEmbedding> embedded = model.embedVideos(videos);
      VideoIndex index;
      List<Hit> expected;
      try (MemoryWorkspace workspace =
          Nd4j.getWorkspaceManager().getAndActivateWorkspace(small, "caller")) {
        index = VideoIndex.ofEmbeddings(model, embedded);
        expected = index.search("a song", 3);
        assertTrue(workspace.isScopeActive());
      }
      try (MemoryWorkspace workspace =
          Nd4j.getWorkspaceManager().getAndActivateWorkspace(small, "caller")) {
        Nd4j.valueArrayOf(new long[] {1000}, 9f, DataType.FLOAT);
        assertTrue(workspace.isScopeActive());
      }
      assertEquals(expected, index.search("a song", 3));
      index.close();
    } finally {
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  @Test
  void failedLoadOfACheckpointClosesTheEncoder(@TempDir Path directory) {
    WordEncoder encoder = new WordEncoder(50);
    assertThrows(
        IOException.class,
        () -> MmtModel.loadCheckpoint(directory.resolve("none.pth"), encoder, DataType.FLOAT));
    assertTrue(encoder.closed());
  }

  @Test
  void encoderStaysOpenUntilItsLastModelIsClosed() {
    WordEncoder encoder = new WordEncoder(50);
    MmtModel first = SmallModel.builder().captions(encoder).build();
    MmtModel second = first.withParameters(first.copyParameters());
    MmtModel third = second.withConfig(second.config());
    double expected = first.similarity(videos.get(0), "a song");
    first.close();
    first.close();
    second.close();
    assertFalse(encoder.closed());
    assertEquals(expected, third.similarity(videos.get(0), "a song"));
    third.close();
    assertTrue(encoder.closed());
  }

  @Test
  void closedModelCannotBeCopied() {
    MmtModel model = SmallModel.build();
    model.close();
    assertThrows(ClosedException.class, () -> model.withConfig(model.config()));
    assertThrows(ClosedException.class, model::copyParameters);
  }

  @Test
  void usingAModelLeaksNoNativeMemory(@TempDir Path directory) throws Exception {
    assertTrue(NativeMemory.growth(() -> useOnce(directory)) < LARGE_MODEL / 2);
  }

  @Test
  void failuresLeakNoNativeMemory() throws Exception {
    assertTrue(NativeMemory.growth(this::failOnce) < LARGE_MODEL / 2);
  }

  @Test
  void worksInsideAWorkspaceAndAfterItsEnd(@TempDir Path directory) throws IOException {
    WorkspaceConfiguration small = WorkspaceConfiguration.builder().initialSize(1 << 20).build();
    MmtModel model;
    double inside;
    try (MemoryWorkspace workspace =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(small, "caller")) {
      model = SmallModel.build();
      inside = model.similarity(videos.get(0), "someone cooks");
      model.save(directory.resolve("model"));
      try (MmtModel loaded = MmtModel.load(directory.resolve("model"))) {
        assertEquals(inside, loaded.similarity(videos.get(0), "someone cooks"));
      }
      assertTrue(workspace.isScopeActive());
    }
    for (int i = 0; i < 3; i++) { // overwrites the workspace's memory
      try (MemoryWorkspace workspace =
          Nd4j.getWorkspaceManager().getAndActivateWorkspace(small, "caller")) {
        assertTrue(workspace.isScopeActive());
        Nd4j.valueArrayOf(new long[] {1000}, Double.NaN, DataType.DOUBLE);
      }
    }
    assertEquals(inside, model.similarity(videos.get(0), "someone cooks"));
    try (MemoryWorkspace workspace =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(small, "caller")) {
      assertTrue(workspace.isScopeActive());
      model.close();
    }
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
  }

  private void useOnce(Path directory) throws IOException {
    Path saved = directory.resolve("model");
    try (MmtModel model = large().build()) {
      model.similarities(videos, SmallModel.CAPTIONS);
      model.save(saved);
      try (MmtModel loaded = MmtModel.load(saved);
          VideoIndex index = VideoIndex.of(loaded, videos)) {
        index.search("a song", 2);
      }
    }
  }

  private void failOnce() {
    try (MmtModel model = large().build()) {
      assertThrows(IllegalArgumentException.class, () -> VideoIndex.ofEmbeddings(model, List.of()));
      assertThrows(
          IllegalArgumentException.class,
          () -> large().hiddenSize(128).initializedFrom(model).build());
      assertThrows(IllegalArgumentException.class, () -> model.withConfig(otherConfig()));
      assertThrows(
          IOException.class, () -> model.readParameters(Path.of("no", "such", "directory")));
    }
  }

  /** Returns a model with more than {@link #LARGE_MODEL} bytes of parameters. */
  private static MmtModelBuilder large() {
    return SmallModel.builder().hiddenSize(256).feedForward(1024);
  }

  private static ModelConfig otherConfig() {
    try (MmtModel model = SmallModel.build()) {
      return model.config();
    }
  }

  /** An encoder that cannot be closed. */
  private static final class FailingEncoder extends ForwardingEncoder {

    @Override
    public void close() {
      throw new IllegalStateException("encoder: cannot be closed");
    }
  }
}
