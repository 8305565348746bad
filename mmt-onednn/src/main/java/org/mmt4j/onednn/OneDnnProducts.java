package org.mmt4j.onednn;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.util.Optional;
import org.mmt4j.graph.device.MatrixProducts;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.ir.Product;
import org.mmt4j.graph.ir.Round;
import org.mmt4j.graph.memory.OwnedMemory;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Matrix products by oneDNN. In bfloat16 factors are arrays of bfloat16, or arrays of float32 that
 * oneDNN rounds block by block while it multiplies, at half to two thirds of the speed.
 */
public final class OneDnnProducts implements MatrixProducts {

  /** Loaded on first use. */
  private static final class Library {
    static final Optional<String> PROBLEM;
    static final Pointer ENGINE;

    static {
      Optional<String> problem = Optional.empty();
      Pointer engine = new Pointer(0);
      try {
        Dnnl.load();
        engine = createEngine();
      } catch (IOException | OneDnnException | LinkageError e) {
        problem =
            Optional.of(
                "oneDNN: found %s, expected org.bytedeco:dnnl with natives for this platform, which mmt-onednn depends on"
                    .formatted(e.getMessage()));
      }
      PROBLEM = problem;
      ENGINE = engine;
    }

    private static Pointer createEngine() {
      PointerByReference engine = new PointerByReference();
      OneDnnException.check(Dnnl.dnnl_engine_create(engine, Dnnl.CPU, 0), "engine");
      return engine.getValue();
    }
  }

  /** Creates the service. */
  public OneDnnProducts() {}

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public Optional<String> problem() {
    return Library.PROBLEM;
  }

  @Override
  public boolean supports(Precision precision) {
    if (problem().isPresent()) {
      return false;
    }
    return switch (precision) {
      case FLOAT32 -> true;
      case TF32 -> false;
      case BFLOAT16 ->
          (Dnnl.dnnl_get_effective_cpu_isa() & Dnnl.ISA_AVX512_BF16) == Dnnl.ISA_AVX512_BF16;
    };
  }

  @Override
  public Optional<Runnable> prepare(Product product, Precision precision, OwnedMemory memory) {
    if (!areFactors(product.a().dataType(), product.b().dataType())
        || product.c().dataType() != DataType.FLOAT) {
      return Optional.empty();
    }
    Matrices a = Matrices.of(product.a()).transposedIf(product.transposeA());
    Matrices b = Matrices.of(product.b()).transposedIf(product.transposeB());
    Matrices c = Matrices.of(product.c());
    Optional<MatMul> prepared =
        product.transposeC() // C^T = B^T A^T
            ? MatMul.create(
                Library.ENGINE, b.transposedIf(true), a.transposedIf(true), c, precision)
            : MatMul.create(Library.ENGINE, a, b, c, precision);
    prepared.ifPresent(memory::keep);
    return prepared.map(matMul -> matMul);
  }

  private static boolean areFactors(DataType a, DataType b) {
    return a == b && (a == DataType.FLOAT || a == DataType.BFLOAT16);
  }

  @Override
  public Runnable prepare(Round step, OwnedMemory memory) {
    Rounding rounding =
        new Rounding(Library.ENGINE, Matrices.of(step.from()), Matrices.of(step.to()));
    memory.keep(rounding);
    return rounding;
  }
}
