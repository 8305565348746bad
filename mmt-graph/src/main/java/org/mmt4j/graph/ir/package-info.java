/**
 * The intermediate form of a graph during compilation: variables, their expressions, and the steps
 * that compute them.
 *
 * <p>Internal: public only for the other packages of mmt-graph, and may change in any release.
 */
@NullMarked
package org.mmt4j.graph.ir;

import org.jspecify.annotations.NullMarked;
