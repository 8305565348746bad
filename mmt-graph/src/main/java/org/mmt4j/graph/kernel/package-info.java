/**
 * Kernels: tile programs for expressions, attention, row operations, Adam; and the workers that run
 * them.
 *
 * <p>Internal: public only for the other packages of mmt-graph, and may change in any release.
 */
@NullMarked
package org.mmt4j.graph.kernel;

import org.jspecify.annotations.NullMarked;
