package org.mmt4j.graph.ir;

/** One operation over fixed arrays. */
@FunctionalInterface
public interface Step {

  /** Computes the outputs from what the inputs hold now. */
  void run();
}
