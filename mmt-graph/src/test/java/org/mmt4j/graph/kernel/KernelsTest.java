package org.mmt4j.graph.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.mmt4j.fixtures.WithKernels;

class KernelsTest {

  @Test
  void plainIsNotFused() {
    assertFalse(WithKernels.of("plain", Kernels::fused));
  }

  @Test
  void fusedIsSupportedOnTheCpu() {
    assertTrue(WithKernels.of("fused", Kernels::fused));
  }

  @Test
  void rejectsUnknownKernels() {
    assertEquals(
        "mmt.kernels: found fast, expected fused or plain",
        assertThrows(IllegalArgumentException.class, () -> WithKernels.of("fast", Kernels::fused))
            .getMessage());
  }
}
