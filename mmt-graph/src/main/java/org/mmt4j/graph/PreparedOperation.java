package org.mmt4j.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.mmt4j.graph.device.StepRunner;
import org.mmt4j.graph.ir.Operation;
import org.mmt4j.graph.memory.OwnedMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An operation whose steps are ready to run on a device.
 *
 * @param outputs as in {@link Operation}
 */
record PreparedOperation(ImmutableList<Runnable> steps, ImmutableMap<String, INDArray> outputs) {

  static ImmutableList<PreparedOperation> of(
      ImmutableList<Operation> operations, StepRunner runner, OwnedMemory memory) {
    return operations.stream()
        .map(operation -> of(operation, runner, memory))
        .collect(ImmutableList.toImmutableList());
  }

  private static PreparedOperation of(Operation operation, StepRunner runner, OwnedMemory memory) {
    return new PreparedOperation(
        operation.steps().stream()
            .map(step -> runner.prepare(step, memory))
            .collect(ImmutableList.toImmutableList()),
        operation.outputs());
  }
}
