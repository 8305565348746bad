package org.mmt4j.train;

import java.util.Map;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Parameters;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.LayerContext.Lookup;
import org.nd4j.autodiff.samediff.SDVariable;

/** The captions of a batch, as a training graph takes them. */
interface CaptionBatch {

  /** Number of captions. */
  int size();

  /** Batches of equal shapes share a graph. */
  Object shape();

  /** Adds h(c) to a graph, (size, hidden size of the caption encoder). */
  SDVariable encode(LayerContext context);

  /**
   * Fills the inputs that {@link #encode} declares.
   *
   * @param lookups of rows of those parameters, by the placeholder that they fill
   */
  void fill(CompiledGraph graph, Map<String, Lookup> lookups, Parameters parameters);

  /** Ids of the rows that {@link #encode} looks up, -1 for those that are not trained. */
  int[] ids();
}
