package org.mmt4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.mmt4j.graph.device.Accelerator;

class CudaAcceleratorTest {

  @Test
  void isAService() {
    assertEquals(
        "cuda",
        ServiceLoader.load(Accelerator.class).findFirst().map(Accelerator::name).orElse(""));
  }

  /** The default build has no natives of CUDA, whatever the machine has. */
  @Test
  void saysWhatIsMissingAndWhereToGetIt() {
    String problem = new CudaAccelerator().problem().orElse("");
    assertTrue(problem.startsWith("CUDA: found "), problem);
    assertTrue(problem.contains("driver 580 or later"), problem);
    assertTrue(problem.contains("org.bytedeco:cuda"), problem);
  }
}
