package org.mmt4j.graph.kernel;

import org.mmt4j.graph.ir.NativeOp;
import org.mmt4j.graph.ir.Product;
import org.mmt4j.graph.memory.OwnedMemory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** Matrix products as ND4J's operation. */
final class NativeProducts {

  private NativeProducts() {}

  static NativeOp of(Product product, OwnedMemory memory) {
    INDArray[] arrays = {product.a(), product.b()};
    long[] transposed = {
      product.transposeA() ? 1 : 0, product.transposeB() ? 1 : 0, product.transposeC() ? 1 : 0
    };
    DynamicCustomOp op =
        DynamicCustomOp.builder("matmul").addInputs(arrays).addOutputs(product.c()).build();
    op.addIArgument(transposed);
    OpContext context = memory.keep(Nd4j.getExecutioner().buildContext());
    context.setInputArrays(arrays);
    context.setOutputArrays(product.c());
    context.setIArguments(transposed);
    return new NativeOp(op, context);
  }
}
