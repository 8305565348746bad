package org.mmt4j.cuda;

import java.util.List;
import java.util.stream.Stream;
import org.mmt4j.graph.ir.Attention;
import org.mmt4j.graph.ir.Copy;
import org.mmt4j.graph.ir.NativeOp;
import org.mmt4j.graph.ir.Product;
import org.mmt4j.graph.ir.RowGather;
import org.mmt4j.graph.ir.RowSum;
import org.mmt4j.graph.ir.Step;
import org.mmt4j.graph.memory.RowMajor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A step that the host runs, between copies of its arrays from and to the GPU. */
final class HostStep implements Runnable {

  private final List<INDArray> read;
  private final List<INDArray> written;
  private final Runnable work;
  private final CudaMemory memory;

  HostStep(Step step, Runnable work, CudaMemory memory) {
    this.written = outputs(step);
    // of an array with gaps, the copy back includes what lies in them
    this.read =
        Stream.concat(
                inputs(step).stream(),
                written.stream().filter(array -> !RowMajor.isContiguous(array)))
            .toList();
    this.work = work;
    this.memory = memory;
  }

  /** Returns the name of a step for the log: that of a native operation, or the kind of step. */
  static String name(Step step) {
    return step instanceof NativeOp op ? op.op().opName() : step.getClass().getSimpleName();
  }

  private static List<INDArray> inputs(Step step) {
    if (step instanceof NativeOp op) {
      return op.context().getInputArrays();
    } else if (step instanceof Product product) {
      return List.of(product.a(), product.b());
    } else if (step instanceof RowSum sum) {
      return List.of(sum.x(), sum.ids());
    } else if (step instanceof RowGather gather) {
      return List.of(gather.x(), gather.ids());
    } else if (step instanceof Copy copy) {
      return List.of(copy.from());
    } else if (step instanceof Attention attention) {
      return List.of(
          attention.queries(),
          attention.keys(),
          attention.values(),
          attention.mask(),
          attention.rowOfSlot(),
          attention.slotOfRow());
    }
    throw new IllegalArgumentException("step: found " + step + ", expected one with a kernel");
  }

  private static List<INDArray> outputs(Step step) {
    if (step instanceof NativeOp op) {
      return op.context().getOutputArrays();
    } else if (step instanceof Product product) {
      return List.of(product.c());
    } else if (step instanceof RowSum sum) {
      return List.of(sum.out());
    } else if (step instanceof RowGather gather) {
      return List.of(gather.out());
    } else if (step instanceof Copy copy) {
      return List.of(copy.to());
    }
    return List.of(((Attention) step).output());
  }

  @Override
  public void run() {
    read.forEach(memory::download);
    work.run();
    written.forEach(memory::upload);
  }
}
