package org.mmt4j.graph.kernel;

import java.util.Optional;
import org.mmt4j.graph.device.MatrixProducts;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.device.StepRunner;
import org.mmt4j.graph.ir.AdamUpdate;
import org.mmt4j.graph.ir.Attention;
import org.mmt4j.graph.ir.Copy;
import org.mmt4j.graph.ir.NativeOp;
import org.mmt4j.graph.ir.Product;
import org.mmt4j.graph.ir.Random;
import org.mmt4j.graph.ir.Round;
import org.mmt4j.graph.ir.RowGather;
import org.mmt4j.graph.ir.RowSum;
import org.mmt4j.graph.ir.Step;
import org.mmt4j.graph.ir.SumOfSquares;
import org.mmt4j.graph.ir.TileProgram;
import org.mmt4j.graph.memory.OwnedMemory;
import org.mmt4j.graph.memory.Tiles;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.factory.Nd4j;

/** Runs steps on the CPU: by kernels in Java, by ND4J's operations, and by a BLAS library. */
public final class CpuDevice implements StepRunner {

  private final Tiles tiles;
  private final Precision precision;

  /**
   * Creates the device.
   *
   * @param tiles working memory of tile programs, which must not run at the same time
   * @param precision of products; float32 where no library has a faster one
   */
  public CpuDevice(Tiles tiles, Precision precision) {
    this.tiles = tiles;
    this.precision = Kernels.fused() ? ProductLibraries.usable(precision) : Precision.FLOAT32;
  }

  @Override
  public boolean roundsFactors() {
    return precision == Precision.BFLOAT16;
  }

  @Override
  public Runnable prepare(Step step, OwnedMemory memory) {
    if (step instanceof Product product) {
      return prepare(product, memory);
    } else if (step instanceof Round round) {
      return ProductLibraries.chosen().orElseThrow().prepare(round, memory);
    } else if (step instanceof NativeOp op) {
      return prepare(op);
    } else if (step instanceof TileProgram program) {
      return new TileKernel(program, tiles);
    } else if (step instanceof Attention attention) {
      return new AttentionKernel(attention);
    } else if (step instanceof RowSum sum) {
      return RowKernels.prepare(sum);
    } else if (step instanceof RowGather gather) {
      return RowKernels.prepare(gather);
    } else if (step instanceof Random random) {
      return new RandomKernel(random);
    } else if (step instanceof Copy copy) {
      return () -> copy.to().assign(copy.from());
    } else if (step instanceof AdamUpdate update) {
      return () -> AdamKernel.run(update);
    } else if (step instanceof SumOfSquares squares) {
      return () -> squares.sum().assign(Math.pow(squares.x().norm2Number().doubleValue(), 2));
    }
    throw new IllegalArgumentException("step: found " + step + ", expected one of the CPU's");
  }

  private Runnable prepare(Product product, OwnedMemory memory) {
    Optional<MatrixProducts> library =
        Kernels.fused() ? ProductLibraries.chosen() : Optional.empty();
    return library
        .flatMap(found -> found.prepare(product, precision, memory))
        .orElseGet(() -> prepare(NativeProducts.of(product, memory)));
  }

  private static Runnable prepare(NativeOp step) {
    if (step.op() instanceof CustomOp custom) {
      return () -> Nd4j.exec(custom, step.context());
    }
    Op legacy = (Op) step.op();
    return () -> Nd4j.exec(legacy, step.context());
  }
}
