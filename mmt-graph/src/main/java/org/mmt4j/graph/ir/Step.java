package org.mmt4j.graph.ir;

/** One operation bound to its arrays. */
@FunctionalInterface
public interface Step {

  /** Computes the outputs from the current values of the inputs. */
  void run();
}
