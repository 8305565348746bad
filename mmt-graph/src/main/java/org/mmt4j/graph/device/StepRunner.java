package org.mmt4j.graph.device;

import org.mmt4j.graph.ir.Step;
import org.mmt4j.graph.memory.OwnedMemory;

/** Runs the steps of compiled graphs on a device. */
public interface StepRunner {

  /**
   * Returns whether products are to read copies of their factors in bfloat16, which the device
   * makes by {@link org.mmt4j.graph.ir.Round} steps.
   */
  default boolean roundsFactors() {
    return false;
  }

  /**
   * Prepares a step. All arrays of the step must stay where they are.
   *
   * @param memory keeps what the prepared step needs, until the graph is closed
   * @return computes the outputs of the step from the current values of its inputs
   */
  Runnable prepare(Step step, OwnedMemory memory);
}
