package org.mmt4j.onednn;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** A primitive with its arguments. */
final class Execution {

  private static final int ARGUMENT_BYTES = 2 * Native.POINTER_SIZE; // int, padding, pointer

  private final Pointer primitive;
  private final Pointer stream;
  private final int count;
  private final Memory arguments;

  /**
   * Creates an execution.
   *
   * @param kinds the meaning of each memory, {@code ARG_} of {@link Dnnl}
   */
  Execution(Pointer primitive, Pointer stream, int[] kinds, Pointer... memories) {
    this.primitive = primitive;
    this.stream = stream;
    this.count = kinds.length;
    this.arguments = new Memory((long) count * ARGUMENT_BYTES);
    for (int i = 0; i < count; i++) {
      arguments.setInt((long) i * ARGUMENT_BYTES, kinds[i]);
      arguments.setPointer((long) i * ARGUMENT_BYTES + Native.POINTER_SIZE, memories[i]);
    }
  }

  void run() {
    OneDnnException.check(
        Dnnl.dnnl_primitive_execute(primitive, stream, count, arguments), "primitive");
  }
}
