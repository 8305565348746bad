package org.mmt4j.cuda;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.mmt4j.graph.memory.OwnedMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A kernel with its arguments, ready to run. */
final class KernelCall implements Runnable, AutoCloseable {

  private final Driver driver;
  private final CUfunc_st kernel;
  private final Grid grid;
  private final LongPointer values;
  private final PointerPointer<Pointer> arguments;
  private final List<Twin> used;
  private final List<Twin> written;

  private KernelCall(Builder builder, CUfunc_st kernel, Grid grid) {
    this.driver = builder.driver;
    this.kernel = kernel;
    this.grid = grid;
    this.used = List.copyOf(builder.used);
    this.written = List.copyOf(builder.written);
    int count = builder.values.size();
    this.values = new LongPointer(count); // the low bytes are those of a shorter argument
    this.arguments = new PointerPointer<>(count);
    for (int i = 0; i < count; i++) {
      values.put(i, builder.values.get(i));
      arguments.put(i, values.getPointer(i));
    }
  }

  @Override
  public void run() {
    used.forEach(Twin::beforeUse);
    driver.launch(kernel, grid, arguments);
    written.forEach(Twin::afterWrite);
  }

  @Override
  public void close() {
    arguments.close();
    values.close();
  }

  /** Collects arguments in the order of the kernel's parameters. */
  static final class Builder {
    private final Driver driver;
    private final CudaMemory memory;
    private final List<Long> values = new ArrayList<>();
    private final List<Twin> used = new ArrayList<>();
    private final List<Twin> written = new ArrayList<>();

    Builder(Driver driver, CudaMemory memory) {
      this.driver = driver;
      this.memory = memory;
    }

    Builder number(long value) {
      values.add(value);
      return this;
    }

    Builder number(float value) {
      return number(Integer.toUnsignedLong(Float.floatToRawIntBits(value)));
    }

    Builder in(INDArray array) {
      Twin twin = memory.twin(array);
      used.add(twin);
      return number(twin.address(array));
    }

    Builder out(INDArray array) {
      written.add(memory.twin(array));
      return in(array);
    }

    /** Builds a call; an owner keeps it. */
    KernelCall build(CUfunc_st kernel, Grid grid, OwnedMemory owner) {
      KernelCall call = new KernelCall(this, kernel, grid);
      owner.keep((AutoCloseable) call);
      return call;
    }
  }
}
