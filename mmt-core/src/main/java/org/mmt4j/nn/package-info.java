/**
 * The layers of the model. Each takes a {@link LayerContext} and variables of a SameDiff graph and
 * returns variables of the same graph, so layers can be used in any graph.
 */
@NullMarked
package org.mmt4j.nn;

import org.jspecify.annotations.NullMarked;
