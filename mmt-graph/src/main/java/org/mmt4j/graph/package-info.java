/**
 * Compiles and runs SameDiff graphs: parameters that live outside the graph, gradients, and the
 * replay of a graph over arrays that stay.
 */
@NullMarked
package org.mmt4j.graph;

import org.jspecify.annotations.NullMarked;
