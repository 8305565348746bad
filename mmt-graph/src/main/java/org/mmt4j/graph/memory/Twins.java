package org.mmt4j.graph.memory;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The twins of arrays on the device of this process. Whoever changes, reads or closes an array that
 * a graph uses says so here. Does nothing if graphs run on the CPU.
 */
public final class Twins {

  private static volatile Optional<DeviceMemory> memory = Optional.empty();

  private Twins() {}

  /**
   * Sets the memory of the device, before any graph is compiled for it.
   *
   * @throws IllegalStateException if the process uses another device
   */
  public static synchronized void use(DeviceMemory device) {
    if (memory.isPresent() && memory.get() != device) {
      throw new IllegalStateException("device: found a second one, expected at most one a process");
    }
    memory = Optional.of(device);
  }

  /** As {@link DeviceMemory#arbitrary}; returns the array. */
  public static INDArray arbitrary(INDArray array) {
    memory.ifPresent(device -> device.arbitrary(array));
    return array;
  }

  /** As {@link DeviceMemory#download}; returns the array. */
  public static INDArray download(INDArray array) {
    memory.ifPresent(device -> device.download(array));
    return array;
  }

  /** As {@link DeviceMemory#changed}. */
  public static void changed(INDArray array) {
    memory.ifPresent(device -> device.changed(array));
  }

  /** Closes an array and frees its twin. */
  public static void close(INDArray array) {
    memory.ifPresent(device -> device.free(array));
    array.close();
  }
}
