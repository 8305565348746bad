/**
 * Loops over arrays: expressions tile by tile, attention, rows of matrices, Adam; and the threads
 * that run them.
 *
 * <p>Internal: public only for the other packages of mmt-graph, and may change in any release.
 */
@NullMarked
package org.mmt4j.graph.kernel;

import org.jspecify.annotations.NullMarked;
