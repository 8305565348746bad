/**
 * Compiles and runs SameDiff graphs: parameters outside the graph, gradients, and replay of a graph
 * over preallocated arrays.
 */
@NullMarked
package org.mmt4j.graph;

import org.jspecify.annotations.NullMarked;
