package org.mmt4j.graph;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.MatchCondition;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** NaN and infinity check. */
public final class Finite {

  private Finite() {}

  /** Returns whether no value is NaN or infinite. Integers are always finite. */
  public static boolean isFinite(INDArray array) {
    return !array.dataType().isFPType()
        || array.isEmpty()
        || Nd4j.getExecutioner().exec(new MatchCondition(array, Conditions.notFinite())).getLong(0)
            == 0;
  }
}
