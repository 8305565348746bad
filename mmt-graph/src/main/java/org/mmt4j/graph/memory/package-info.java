/**
 * The memory of compiled graphs: pooled working memory, memory that a graph owns, and access from
 * Java.
 *
 * <p>Internal: public only for the other packages of mmt-graph, and may change in any release.
 */
@NullMarked
package org.mmt4j.graph.memory;

import org.jspecify.annotations.NullMarked;
