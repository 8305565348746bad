package org.mmt4j.onednn;

import com.sun.jna.Pointer;

/** Rounds matrices of float32 to bfloat16, from fixed memory to fixed memory. */
final class Rounding implements Runnable, AutoCloseable {

  private final Handles handles = new Handles();
  private final Execution execution;

  Rounding(Pointer engine, Matrices from, Matrices to) {
    try {
      Pointer target = handles.descriptor(to);
      execution =
          Reorder.of(
              handles,
              engine,
              handles.stream(engine),
              from,
              handles.memory(handles.descriptor(from), engine, from.address()),
              target,
              handles.memory(target, engine, to.address()));
    } catch (RuntimeException | Error e) {
      handles.close();
      throw e;
    }
  }

  @Override
  public void run() {
    execution.run();
  }

  @Override
  public void close() {
    handles.close();
  }
}
