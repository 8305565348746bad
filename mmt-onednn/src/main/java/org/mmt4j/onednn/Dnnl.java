package org.mmt4j.onednn;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/**
 * The functions of oneDNN's C interface, version 3, that products need. Names and arguments are
 * those of {@code dnnl.h}; each returns a status, {@link #SUCCESS} or an error.
 */
final class Dnnl {

  static final int SUCCESS = 0;
  static final int UNIMPLEMENTED = 3;

  // dnnl_types.h
  static final int CPU = 1;
  static final int STREAM_IN_ORDER = 1;
  static final int BF16 = 2;
  static final int F32 = 3;
  static final int FPMATH_MODE_BF16 = 1;
  static final int SCRATCHPAD_MODE_USER = 1;
  static final int QUERY_IMPL_INFO_STR = 8;
  static final int QUERY_WEIGHTS_MD = 131;
  static final int QUERY_SCRATCHPAD_MD = 136;
  static final int FORMAT_ANY = 1;
  static final int ARG_SRC = 1; // of a reorder: from
  static final int ARG_DST = 17; // of a reorder: to
  static final int ARG_WEIGHTS = 33;
  static final int ARG_SCRATCHPAD = 80;
  static final int ISA_AVX512_BF16 = 0xe7;

  private Dnnl() {}

  /**
   * Loads the library, which JavaCPP unpacks to its cache.
   *
   * @throws IOException if the class path has no library for this platform, or it cannot be
   *     unpacked
   * @throws UnsatisfiedLinkError if the system cannot load it
   */
  static void load() throws IOException {
    String folder = "/org/bytedeco/dnnl/" + Loader.getPlatform() + "/";
    for (String openMp : List.of("libgomp.so.1", "libiomp5.dylib", "libomp.dylib")) {
      Loader.cacheResource(folder + openMp); // beside the library, which finds it there
    }
    for (String name : List.of("libdnnl.so.3", "libdnnl.3.dylib", "dnnl.dll")) {
      File library = Loader.cacheResource(folder + name);
      if (library != null) {
        Native.register(Dnnl.class, library.getPath());
        return;
      }
    }
    throw new IOException("no library in " + folder);
  }

  static native int dnnl_get_effective_cpu_isa();

  static native int dnnl_engine_create(PointerByReference engine, int kind, long index);

  static native int dnnl_stream_create(PointerByReference stream, Pointer engine, int flags);

  static native int dnnl_stream_destroy(Pointer stream);

  static native int dnnl_memory_desc_create_with_strides(
      PointerByReference descriptor, int rank, long[] sizes, int dataType, long[] strides);

  static native int dnnl_memory_desc_create_with_tag(
      PointerByReference descriptor, int rank, long[] sizes, int dataType, int format);

  static native int dnnl_memory_desc_destroy(Pointer descriptor);

  static native long dnnl_memory_desc_get_size(Pointer descriptor);

  static native int dnnl_primitive_attr_create(PointerByReference attributes);

  static native int dnnl_primitive_attr_set_fpmath_mode(Pointer attributes, int mode);

  static native int dnnl_primitive_attr_set_scratchpad_mode(Pointer attributes, int mode);

  static native int dnnl_primitive_attr_destroy(Pointer attributes);

  static native int dnnl_matmul_primitive_desc_create(
      PointerByReference descriptor,
      Pointer engine,
      Pointer source,
      Pointer weights,
      Pointer bias,
      Pointer destination,
      Pointer attributes);

  static native int dnnl_reorder_primitive_desc_create(
      PointerByReference descriptor,
      Pointer source,
      Pointer sourceEngine,
      Pointer destination,
      Pointer destinationEngine,
      Pointer attributes);

  static native Pointer dnnl_primitive_desc_query_md(Pointer descriptor, int what, int index);

  static native int dnnl_primitive_desc_query(
      Pointer descriptor, int what, int index, PointerByReference result);

  static native int dnnl_primitive_desc_destroy(Pointer descriptor);

  static native int dnnl_primitive_create(PointerByReference primitive, Pointer descriptor);

  static native int dnnl_primitive_execute(
      Pointer primitive, Pointer stream, int count, Pointer arguments);

  static native int dnnl_primitive_destroy(Pointer primitive);

  static native int dnnl_memory_create(
      PointerByReference memory, Pointer descriptor, Pointer engine, Pointer handle);

  static native int dnnl_memory_set_data_handle(Pointer memory, Pointer handle);

  static native int dnnl_memory_destroy(Pointer memory);
}
