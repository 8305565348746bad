package org.mmt4j.onednn;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayDeque;
import java.util.Deque;
import org.mmt4j.graph.device.Precision;

/** Objects of oneDNN. {@link #close} destroys them, the newest first. */
final class Handles implements AutoCloseable {

  private final Deque<Runnable> destructors = new ArrayDeque<>();

  /** Returns the layout of matrices. */
  Pointer descriptor(Matrices matrices) {
    PointerByReference created = new PointerByReference();
    OneDnnException.check(
        Dnnl.dnnl_memory_desc_create_with_strides(
            created, matrices.rank(), matrices.sizes(), matrices.type(), matrices.strides()),
        "memory descriptor");
    return keep(created, Dnnl::dnnl_memory_desc_destroy);
  }

  /** Returns a layout that oneDNN chooses for matrices of float32. */
  Pointer anyDescriptor(Matrices matrices) {
    PointerByReference created = new PointerByReference();
    OneDnnException.check(
        Dnnl.dnnl_memory_desc_create_with_tag(
            created, matrices.rank(), matrices.sizes(), matrices.type(), Dnnl.FORMAT_ANY),
        "memory descriptor");
    return keep(created, Dnnl::dnnl_memory_desc_destroy);
  }

  /** Returns attributes for a precision, and for a scratchpad that the caller provides. */
  Pointer attributes(Precision precision) {
    PointerByReference created = new PointerByReference();
    OneDnnException.check(Dnnl.dnnl_primitive_attr_create(created), "attributes");
    Pointer attributes = keep(created, Dnnl::dnnl_primitive_attr_destroy);
    OneDnnException.check(
        Dnnl.dnnl_primitive_attr_set_scratchpad_mode(attributes, Dnnl.SCRATCHPAD_MODE_USER),
        "scratchpad");
    if (precision == Precision.BFLOAT16) {
      OneDnnException.check(
          Dnnl.dnnl_primitive_attr_set_fpmath_mode(attributes, Dnnl.FPMATH_MODE_BF16), "precision");
    }
    return attributes;
  }

  Pointer primitive(Pointer descriptor) {
    PointerByReference created = new PointerByReference();
    OneDnnException.check(Dnnl.dnnl_primitive_create(created, descriptor), "primitive");
    return keep(created, Dnnl::dnnl_primitive_destroy);
  }

  Pointer stream(Pointer engine) {
    PointerByReference created = new PointerByReference();
    OneDnnException.check(Dnnl.dnnl_stream_create(created, engine, Dnnl.STREAM_IN_ORDER), "stream");
    return keep(created, Dnnl::dnnl_stream_destroy);
  }

  /** Returns memory of a layout at an address, 0 for memory without one. */
  Pointer memory(Pointer descriptor, Pointer engine, long address) {
    PointerByReference created = new PointerByReference();
    OneDnnException.check(
        Dnnl.dnnl_memory_create(created, descriptor, engine, new Pointer(address)), "memory");
    return keep(created, Dnnl::dnnl_memory_destroy);
  }

  /** Destroys an object; the status can be ignored, because the object is gone either way. */
  @FunctionalInterface
  interface Destructor {
    int destroy(Pointer handle);
  }

  Pointer keep(PointerByReference created, Destructor destructor) {
    Pointer handle = created.getValue();
    destructors.push(() -> destructor.destroy(handle));
    return handle;
  }

  @Override
  public void close() {
    destructors.forEach(Runnable::run);
    destructors.clear();
  }
}
