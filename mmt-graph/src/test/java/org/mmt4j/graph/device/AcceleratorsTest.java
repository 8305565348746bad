package org.mmt4j.graph.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mmt4j.graph.memory.DeviceMemory;

class AcceleratorsTest {

  private static final Accelerator USABLE = new Named("tpu", Optional.empty());

  private static final Accelerator UNUSABLE =
      new Named("cuda", Optional.of("CUDA: found no driver, expected one"));

  private record Named(String name, Optional<String> problem) implements Accelerator {
    @Override
    public DeviceMemory memory() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Device device(Device host, Precision precision) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void cpuNeedsNoDevice() {
    assertEquals(Optional.empty(), Accelerators.choose("cpu", List.of(UNUSABLE, USABLE)));
  }

  @Test
  void findsADeviceByItsName() {
    assertEquals(Optional.of(USABLE), Accelerators.choose("tpu", List.of(UNUSABLE, USABLE)));
  }

  @Test
  void saysWhichDevicesThereAre() {
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class, () -> Accelerators.choose("gpu", List.of(USABLE)));
    assertEquals(
        "mmt.device: found gpu, expected cpu or a device on the class path (org.mmt4j:mmt-cuda is"
            + " cuda); found there [tpu]",
        thrown.getMessage());
  }

  @Test
  void saysWhyADeviceCannotBeUsed() {
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class, () -> Accelerators.choose("cuda", List.of(UNUSABLE)));
    assertEquals("CUDA: found no driver, expected one", thrown.getMessage());
  }
}
