package org.mmt4j.graph.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mmt4j.graph.memory.DeviceMemory;

class DeviceTest {

  private static final Accelerator USABLE = new Named("tpu", Optional.empty());

  private static final Accelerator UNUSABLE =
      new Named("cuda", Optional.of("CUDA: found no driver, expected one"));

  private record Named(String name, Optional<String> problem) implements Accelerator {
    @Override
    public DeviceMemory memory() {
      throw new UnsupportedOperationException();
    }

    @Override
    public StepRunner runner(StepRunner host, Precision precision) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> kernels() {
      return Set.of();
    }

    @Override
    public Map<String, Integer> hostSteps() {
      return Map.of();
    }
  }

  @Test
  void cpuNeedsNoModule() {
    assertEquals(Optional.empty(), Device.cpu().accelerator());
    assertEquals("cpu", Device.cpu().name());
  }

  @Test
  void findsADeviceByItsName() {
    assertEquals(USABLE, Device.find("tpu", List.of(UNUSABLE, USABLE)));
  }

  @Test
  void saysWhichDevicesThereAre() {
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> Device.find("gpu", List.of(USABLE)));
    assertEquals(
        "device: found gpu, expected cpu or a device on the class path (org.mmt4j:mmt-cuda is"
            + " cuda); found there [tpu]",
        thrown.getMessage());
  }

  @Test
  void saysWhyADeviceCannotBeUsed() {
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> Device.find("cuda", List.of(UNUSABLE)));
    assertEquals("CUDA: found no driver, expected one", thrown.getMessage());
  }
}
