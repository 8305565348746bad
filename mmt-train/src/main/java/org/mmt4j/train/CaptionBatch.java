package org.mmt4j.train;

import java.util.Map;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Parameters;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.LayerContext.Lookup;
import org.nd4j.autodiff.samediff.SDVariable;

/** The captions of a batch, as input of a training graph. */
interface CaptionBatch {

  /** Returns the number of captions. */
  int size();

  /** Returns the shape; batches of equal shape share a graph. */
  Object shape();

  /** Adds h(c) to a graph; shape (size, hidden size of the caption encoder). */
  SDVariable encode(LayerContext context);

  /**
   * Fills the inputs that {@link #encode} declares.
   *
   * @param lookups lookups of rows of the parameters, by the placeholder that they fill
   */
  void fill(CompiledGraph graph, Map<String, Lookup> lookups, Parameters parameters);

  /**
   * Returns the ids of the rows that {@link #encode} looks up; -1 for rows that are not trained.
   */
  int[] ids();
}
