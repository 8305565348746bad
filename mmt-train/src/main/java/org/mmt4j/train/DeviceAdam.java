package org.mmt4j.train;

import org.mmt4j.graph.device.Accelerator;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.device.StepRunner;
import org.mmt4j.graph.ir.AdamUpdate;
import org.mmt4j.graph.ir.Step;
import org.mmt4j.graph.ir.SumOfSquares;
import org.mmt4j.graph.memory.OwnedMemory;
import org.mmt4j.graph.memory.Twins;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Updates of float32 parameters where they are during training: on a device other than the CPU. */
final class DeviceAdam implements AutoCloseable {

  private final StepRunner runner;
  private final INDArray squares = Nd4j.createUninitialized(DataType.DOUBLE, 1);

  DeviceAdam(Accelerator accelerator) {
    this.runner =
        accelerator.runner(
            (step, memory) -> {
              throw new IllegalArgumentException(
                  "%s on %s: expected a kernel, found none".formatted(step, accelerator.name()));
            },
            Precision.FLOAT32);
  }

  double sumOfSquares(INDArray x) {
    run(new SumOfSquares(x, squares));
    return Twins.download(squares).getDouble(0);
  }

  void update(
      AdamUpdate.Rates rates, INDArray values, INDArray gradient, INDArray first, INDArray second) {
    run(new AdamUpdate(rates, values, gradient, first, second));
  }

  private void run(Step step) {
    try (OwnedMemory memory = new OwnedMemory()) {
      runner.prepare(step, memory).run();
    }
  }

  @Override
  public void close() {
    Twins.close(squares);
  }
}
