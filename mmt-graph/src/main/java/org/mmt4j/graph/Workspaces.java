package org.mmt4j.graph;

import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's memory workspaces: arrays that are created while the caller has one open belong to it, and
 * become invalid when it ends. Whatever keeps arrays creates them outside.
 */
public final class Workspaces {

  /** Work that may fail. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    /** Does it. */
    T run() throws E;
  }

  private Workspaces() {}

  /**
   * Does work whose arrays belong to no workspace of the current thread.
   *
   * @throws IllegalStateException if no backend of ND4J works: see {@link Backend#require}
   */
  public static <T, E extends Exception> T outside(Work<T, E> work) throws E {
    Backend.require(); // before ND4J fails to find one
    MemoryWorkspace scope = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
    try {
      return work.run();
    } finally {
      scope.close();
    }
  }
}
