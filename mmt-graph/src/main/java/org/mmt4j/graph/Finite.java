package org.mmt4j.graph;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.MatchCondition;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Whether numbers are numbers. */
public final class Finite {

  private Finite() {}

  /** Whether no entry is NaN or infinite; whole numbers never are. */
  public static boolean all(INDArray array) {
    return !array.dataType().isFPType()
        || array.isEmpty()
        || Nd4j.getExecutioner().exec(new MatchCondition(array, Conditions.notFinite())).getLong(0)
            == 0;
  }
}
