package org.mmt4j.onednn;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mmt4j.graph.device.Precision;

/**
 * One product over fixed memory, ready to run. Owns objects of oneDNN, not the memory of the
 * arrays. Not thread-safe.
 *
 * <p>If the rows of B are a multiple of a page apart, each run first copies B to the layout that
 * oneDNN prefers: without it such products take up to twice the time. The copy takes a tenth of it
 * for weights, more for gradients of weights, whose B is long; it is part of {@link Scratchpad}.
 */
final class MatMul implements Runnable, AutoCloseable {

  private static final String REFERENCE = "ref"; // implementations for any layout, very slow

  private final Handles handles = new Handles();
  private final Pointer scratchpad;
  private final long scratchpadBytes;
  private final Pointer packed;
  private final long packedBytes;
  private final @Nullable Execution packing;
  private final Execution product;

  private MatMul(
      Pointer engine, Pointer descriptor, Matrices a, Matrices b, Matrices c, boolean packs) {
    try {
      Pointer stream = handles.stream(engine);
      Pointer layout = Dnnl.dnnl_primitive_desc_query_md(descriptor, Dnnl.QUERY_WEIGHTS_MD, 0);
      Pointer weights = handles.memory(handles.descriptor(b), engine, b.address());
      packed = packs ? handles.memory(layout, engine, 0) : weights;
      packedBytes = packs ? Dnnl.dnnl_memory_desc_get_size(layout) : 0;
      packing = packs ? Reorder.of(handles, engine, stream, b, weights, layout, packed) : null;
      Pointer needed = Dnnl.dnnl_primitive_desc_query_md(descriptor, Dnnl.QUERY_SCRATCHPAD_MD, 0);
      scratchpadBytes = Dnnl.dnnl_memory_desc_get_size(needed);
      scratchpad = handles.memory(needed, engine, 0);
      product =
          new Execution(
              handles.primitive(descriptor),
              stream,
              new int[] {Dnnl.ARG_SRC, Dnnl.ARG_WEIGHTS, Dnnl.ARG_DST, Dnnl.ARG_SCRATCHPAD},
              handles.memory(handles.descriptor(a), engine, a.address()),
              packed,
              handles.memory(handles.descriptor(c), engine, c.address()),
              scratchpad);
    } catch (RuntimeException | Error e) {
      handles.close();
      throw e;
    }
  }

  /**
   * Prepares C = A B. If A and B are of bfloat16, the left and the right half of B's columns are
   * two matrices of a batch: oneDNN 3.11 computes some single products, such as (960, 3072) times
   * (3072, 768), on one thread, and others are as fast as in one piece.
   *
   * @return empty if oneDNN has no fast implementation for the layouts, or a factor is a vector
   */
  static Optional<MatMul> create(
      Pointer engine, Matrices a, Matrices b, Matrices c, Precision precision) {
    if (!a.hasSameBatch(b) || !a.hasSameBatch(c) || c.rows() == 1 || c.columns() == 1) {
      return Optional.empty();
    }
    return c.rank() == 2 && b.hasHalves()
        ? prepare(engine, a.asBatch(), b.halves(), c.halves(), precision)
        : prepare(engine, a, b, c, precision);
  }

  private static Optional<MatMul> prepare(
      Pointer engine, Matrices a, Matrices b, Matrices c, Precision precision) {
    boolean packs = b.hasRowsOnPages();
    try (Handles temporary = new Handles()) {
      PointerByReference created = new PointerByReference();
      int status =
          Dnnl.dnnl_matmul_primitive_desc_create(
              created,
              engine,
              temporary.descriptor(a),
              packs ? temporary.anyDescriptor(b) : temporary.descriptor(b),
              Pointer.NULL,
              temporary.descriptor(c),
              temporary.attributes(precision));
      if (status == Dnnl.UNIMPLEMENTED) {
        return Optional.empty();
      }
      OneDnnException.check(status, "product");
      Pointer descriptor = temporary.keep(created, Dnnl::dnnl_primitive_desc_destroy);
      return implementation(descriptor).startsWith(REFERENCE)
          ? Optional.empty()
          : Optional.of(new MatMul(engine, descriptor, a, b, c, packs));
    }
  }

  private static String implementation(Pointer descriptor) {
    PointerByReference name = new PointerByReference();
    OneDnnException.check(
        Dnnl.dnnl_primitive_desc_query(descriptor, Dnnl.QUERY_IMPL_INFO_STR, 0, name),
        "name of an implementation");
    return name.getValue().getString(0);
  }

  @Override
  public void run() {
    Scratchpad memory = Scratchpad.of(scratchpadBytes, packedBytes);
    memory.set(scratchpad, 0);
    if (packing != null) {
      memory.set(packed, scratchpadBytes);
      packing.run();
    }
    product.run();
  }

  @Override
  public void close() {
    handles.close();
  }
}
