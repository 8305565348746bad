/**
 * Runs compiled graphs on NVIDIA GPUs: kernels generated from tile programs, kernels by hand, and
 * products by cuBLAS. Chosen by {@code -Dmmt.device=cuda}.
 *
 * <p>Internal: applications need no class of it.
 */
@NullMarked
package org.mmt4j.cuda;

import org.jspecify.annotations.NullMarked;
