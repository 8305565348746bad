package org.mmt4j.onednn;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** Copies of matrices to another layout or data type. */
final class Reorder {

  private Reorder() {}

  /**
   * Prepares a copy.
   *
   * @param handles owns what the copy needs
   * @param target the layout of {@code to}
   */
  static Execution of(
      Handles handles,
      Pointer engine,
      Pointer stream,
      Matrices matrices,
      Pointer from,
      Pointer target,
      Pointer to) {
    try (Handles temporary = new Handles()) {
      PointerByReference created = new PointerByReference();
      OneDnnException.check(
          Dnnl.dnnl_reorder_primitive_desc_create(
              created, temporary.descriptor(matrices), engine, target, engine, Pointer.NULL),
          "copy of a matrix");
      Pointer descriptor = temporary.keep(created, Dnnl::dnnl_primitive_desc_destroy);
      return new Execution(
          handles.primitive(descriptor), stream, new int[] {Dnnl.ARG_SRC, Dnnl.ARG_DST}, from, to);
    }
  }
}
