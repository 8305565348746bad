package org.mmt4j.train;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Ints;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mmt4j.graph.kernel.RowLookup;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The rows of a lookup table that batches have looked up so far, with Adam's moments of each row.
 */
final class TouchedRows implements AutoCloseable {

  /** Updates rows in place. */
  @FunctionalInterface
  interface Update {
    void apply(INDArray values, INDArray first, INDArray second);
  }

  /** Prefix of tensor names; the table's name follows. */
  static final String IDS = "rows.ids.";

  private static final String FIRST = "rows.exp_avg.";
  private static final String SECOND = "rows.exp_avg_sq.";

  private final INDArray table;
  private final Map<Integer, Integer> places =
      new LinkedHashMap<>(); // row of the table to index here
  private INDArray sums;
  private INDArray values;
  private INDArray first;
  private INDArray second;

  TouchedRows(INDArray table) {
    this.table = table;
    this.sums = zeros(1);
    this.values = zeros(1);
    this.first = zeros(1);
    this.second = zeros(1);
  }

  /**
   * Sums the gradients of equal rows.
   *
   * @param ids row of the table for each row of {@code gradients}; -1 for rows that are not
   *     trained, such as padding (PyTorch's padding_idx)
   * @return one row per touched row, including those of this call; valid until the next call
   */
  INDArray sum(int[] ids, INDArray gradients) {
    int[] placeOfRow = Arrays.stream(ids).map(id -> id == -1 ? -1 : place(id)).toArray();
    grow();
    RowLookup.sum(gradients, placeOfRow, sums);
    return sums;
  }

  /** Updates all touched rows of the table. */
  void apply(Update update) {
    int[] ids = places.keySet().stream().mapToInt(Integer::intValue).toArray();
    RowLookup.fill(table, ids, values);
    update.apply(values, first, second);
    RowLookup.put(values, ids, table);
  }

  /** Returns the ids of the touched rows and their moments, by name. */
  ImmutableMap<String, INDArray> tensors(String name) {
    INDArrayIndex touched = NDArrayIndex.interval(0, places.size());
    return ImmutableMap.of(
        IDS + name, Nd4j.createFromArray(Ints.toArray(places.keySet())),
        FIRST + name, first.get(touched, NDArrayIndex.all()),
        SECOND + name, second.get(touched, NDArrayIndex.all()));
  }

  /**
   * Restores the state from copies of the {@link #tensors} of an earlier run.
   *
   * @throws IllegalArgumentException if they do not fit the table
   */
  void restore(String name, SavedTensors saved) {
    int[] ids = saved.get(IDS + name).toIntVector();
    INDArray firstRows = saved.get(FIRST + name, table.dataType(), ids.length, table.size(1));
    INDArray secondRows = saved.get(SECOND + name, table.dataType(), ids.length, table.size(1));
    for (int id : ids) {
      if (id < 0 || id >= table.size(0) || places.containsKey(id)) {
        throw new IllegalArgumentException(
            "tensor %s%s: found row %d, expected unique rows below %d"
                .formatted(IDS, name, id, table.size(0)));
      }
      place(id);
    }
    grow();
    INDArrayIndex touched = NDArrayIndex.interval(0, ids.length);
    first.get(touched, NDArrayIndex.all()).assign(firstRows);
    second.get(touched, NDArrayIndex.all()).assign(secondRows);
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
      sums = enlarged(sums, larger);
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
    sums.close();
    values.close();
    first.close();
    second.close();
  }
}
