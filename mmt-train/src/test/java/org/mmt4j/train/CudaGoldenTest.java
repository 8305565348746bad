package org.mmt4j.train;

import org.junit.jupiter.api.Tag;

/**
 * The golden outputs, gradients and steps of Adam on the GPU, or on the stand-in for one, within
 * the tolerances that hold for the CPU.
 */
@Tag("cuda-standin")
class CudaGoldenTest extends GoldenParityTest {}
