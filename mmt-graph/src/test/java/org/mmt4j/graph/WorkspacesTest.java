package org.mmt4j.graph;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

class WorkspacesTest {

  @AfterEach
  void destroyWorkspaces() {
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
  }

  @Test
  void arraysOfTheWorkBelongToNoWorkspace() {
    try (MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace("test")) {
      assertFalse(Workspaces.outside(() -> Nd4j.zeros(3)).isAttached());
      assertTrue(Nd4j.zeros(3).isAttached());
      assertTrue(workspace.isScopeActive());
    }
  }

  @Test
  void workspaceIsOpenAgainAfterAFailure() {
    try (MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace("test")) {
      assertThrows(
          IOException.class,
          () ->
              Workspaces.outside(
                  () -> {
                    throw new IOException("failed");
                  }));
      assertTrue(Nd4j.zeros(3).isAttached());
      assertTrue(workspace.isScopeActive());
    }
  }
}
