package org.mmt4j.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mmt4j.graph.RowLookup;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The rows of a lookup table that batches have asked for so far, with Adam's moments of each. */
final class TouchedRows implements AutoCloseable {

  /** Updates rows in place. */
  @FunctionalInterface
  interface Update {
    void apply(INDArray values, INDArray first, INDArray second);
  }

  private final INDArray table;
  private final Map<Integer, Integer> places = new LinkedHashMap<>(); // row of the table to place
  private INDArray values;
  private INDArray first;
  private INDArray second;

  TouchedRows(INDArray table) {
    this.table = table;
    this.values = zeros(1);
    this.first = zeros(1);
    this.second = zeros(1);
  }

  /**
   * Adds up the gradients of equal rows.
   *
   * @param ids row of the table for each row of {@code gradients}; id 0 is padding, whose gradient
   *     is 0 as PyTorch's padding_idx makes it
   * @return one row for each row touched so far or now; the caller closes it
   */
  INDArray sum(int[] ids, INDArray gradients) {
    int[] places = Arrays.stream(ids).map(this::place).toArray();
    grow();
    INDArray sums = zeros(capacity());
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != 0) {
        sums.getRow(places[i]).addi(gradients.getRow(i));
      }
    }
    return sums;
  }

  /** Updates all touched rows of the table. */
  void apply(Update update) {
    int[] ids = places.keySet().stream().mapToInt(Integer::intValue).toArray();
    RowLookup.fill(table, Arrays.copyOf(ids, capacity()), values);
    update.apply(values, first, second);
    for (int place = 0; place < ids.length; place++) {
      table.putRow(ids[place], values.getRow(place));
    }
  }

  private int place(int id) {
    return places.computeIfAbsent(id, unknown -> places.size());
  }

  private int capacity() {
    return (int) values.size(0);
  }

  private void grow() {
    if (places.size() > capacity()) {
      int larger = Math.max(places.size(), 2 * capacity());
      values = enlarged(values, larger);
      first = enlarged(first, larger);
      second = enlarged(second, larger);
    }
  }

  private INDArray enlarged(INDArray rows, int count) {
    INDArray larger = zeros(count);
    larger.get(NDArrayIndex.interval(0, rows.size(0)), NDArrayIndex.all()).assign(rows);
    rows.close();
    return larger;
  }

  private INDArray zeros(int count) {
    return Nd4j.zeros(table.dataType(), count, table.size(1));
  }

  @Override
  public void close() {
    values.close();
    first.close();
    second.close();
  }
}
