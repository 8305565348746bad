/**
 * Turns the operations of a SameDiff graph into steps: which operations are replaced, and which are
 * computed together.
 *
 * <p>Internal: public only for the other packages of mmt-graph, and may change in any release.
 */
@NullMarked
package org.mmt4j.graph.rewrite;

import org.jspecify.annotations.NullMarked;
