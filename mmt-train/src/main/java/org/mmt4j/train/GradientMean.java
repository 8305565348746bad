package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Ints;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mmt4j.graph.memory.Twins;
import org.mmt4j.train.GradientSet.RowGradient;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The mean of the gradients of several batches. */
final class GradientMean implements AutoCloseable {

  private final int batches;
  private final Map<String, INDArray> whole = new LinkedHashMap<>();
  private final Map<String, RowGradient> rows = new LinkedHashMap<>();

  /** Creates a mean over that number of batches. */
  GradientMean(int batches) {
    this.batches = batches;
  }

  /** Adds the gradients of one batch; does not change them. */
  void add(GradientSet gradients) {
    gradients
        .whole()
        .forEach(
            (name, gradient) -> {
              try (INDArray share = Twins.download(gradient).div(batches)) {
                whole.computeIfAbsent(name, n -> Nd4j.zerosLike(gradient)).addi(share);
              }
            });
    gradients.rows().forEach(this::add);
  }

  /** Appends the rows of the batch to those of earlier batches. */
  private void add(RowGradient row) {
    INDArray share = row.gradient().div(batches);
    RowGradient before = rows.get(row.table());
    if (before == null) {
      rows.put(row.table(), new RowGradient(row.table(), row.ids(), share));
      return;
    }
    INDArray both = Nd4j.concat(0, before.gradient(), share);
    share.close();
    before.gradient().close();
    rows.put(row.table(), new RowGradient(row.table(), Ints.concat(before.ids(), row.ids()), both));
  }

  /** Returns the mean, valid until {@link #clear}. */
  GradientSet get() {
    whole.values().forEach(Twins::changed);
    return new GradientSet(ImmutableMap.copyOf(whole), ImmutableList.copyOf(rows.values()));
  }

  /** Resets the sums for the next step. */
  void clear() {
    whole.values().forEach(sum -> sum.assign(0));
    rows.values().forEach(row -> row.gradient().close());
    rows.clear();
  }

  @Override
  public void close() {
    clear();
    whole.values().forEach(Twins::close);
  }
}
