/**
 * Who owns which array of a compiled graph: pooled working memory, what a graph keeps, and access
 * from Java.
 *
 * <p>Internal: public only for the other packages of mmt-graph, and may change in any release.
 */
@NullMarked
package org.mmt4j.graph.memory;

import org.jspecify.annotations.NullMarked;
