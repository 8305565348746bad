package org.mmt4j.onednn;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;
import org.mmt4j.graph.device.Precision;

/**
 * One product over fixed memory, ready to run. Owns objects of oneDNN, not the memory of the
 * arrays. Not thread-safe.
 */
final class MatMul implements Runnable, AutoCloseable {

  private static final String REFERENCE = "ref"; // implementations for any layout, very slow
  private static final int ARGUMENT_BYTES = 2 * Native.POINTER_SIZE; // int, padding, pointer

  private final Handles handles = new Handles();
  private final Pointer primitive;
  private final Pointer stream;
  private final long scratchpadBytes;
  private final Pointer scratchpad;
  private final Memory arguments = new Memory(4L * ARGUMENT_BYTES);

  private MatMul(Pointer engine, Pointer descriptor, Matrices a, Matrices b, Matrices c) {
    try {
      primitive = handles.primitive(descriptor);
      stream = handles.stream(engine);
      setArgument(0, Dnnl.ARG_SRC, handles.memory(handles.descriptor(a), engine, a.address()));
      setArgument(1, Dnnl.ARG_WEIGHTS, handles.memory(handles.descriptor(b), engine, b.address()));
      setArgument(2, Dnnl.ARG_DST, handles.memory(handles.descriptor(c), engine, c.address()));
      Pointer needed = Dnnl.dnnl_primitive_desc_query_md(descriptor, Dnnl.QUERY_SCRATCHPAD_MD, 0);
      scratchpadBytes = Dnnl.dnnl_memory_desc_get_size(needed);
      scratchpad = handles.memory(needed, engine, 0);
      setArgument(3, Dnnl.ARG_SCRATCHPAD, scratchpad);
    } catch (RuntimeException | Error e) {
      handles.close();
      throw e;
    }
  }

  /**
   * Prepares C = A B.
   *
   * @return empty if oneDNN has no fast implementation for the layouts, or a factor is a vector
   */
  static Optional<MatMul> create(
      Pointer engine, Matrices a, Matrices b, Matrices c, Precision precision) {
    if (!a.hasSameBatch(b) || !a.hasSameBatch(c) || c.rows() == 1 || c.columns() == 1) {
      return Optional.empty();
    }
    try (Handles temporary = new Handles()) {
      PointerByReference created = new PointerByReference();
      int status =
          Dnnl.dnnl_matmul_primitive_desc_create(
              created,
              engine,
              temporary.descriptor(a),
              temporary.descriptor(b),
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
          : Optional.of(new MatMul(engine, descriptor, a, b, c));
    }
  }

  private static String implementation(Pointer descriptor) {
    PointerByReference name = new PointerByReference();
    OneDnnException.check(
        Dnnl.dnnl_primitive_desc_query(descriptor, Dnnl.QUERY_IMPL_INFO_STR, 0, name),
        "name of an implementation");
    return name.getValue().getString(0);
  }

  private void setArgument(int index, int kind, Pointer memory) {
    arguments.setInt((long) index * ARGUMENT_BYTES, kind);
    arguments.setPointer((long) index * ARGUMENT_BYTES + Native.POINTER_SIZE, memory);
  }

  @Override
  public void run() {
    OneDnnException.check(
        Dnnl.dnnl_memory_set_data_handle(scratchpad, Scratchpad.of(scratchpadBytes)), "scratchpad");
    OneDnnException.check(Dnnl.dnnl_primitive_execute(primitive, stream, 4, arguments), "product");
  }

  @Override
  public void close() {
    handles.close();
  }
}
