/**
 * The layers that the model is made of. Each takes a {@link LayerContext} and variables of a
 * SameDiff graph and gives variables of it, so that they compose in anybody's graph.
 */
@NullMarked
package org.mmt4j.nn;

import org.jspecify.annotations.NullMarked;
