package org.mmt4j.graph.kernel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.mmt4j.graph.ir.RowGather;
import org.mmt4j.graph.ir.RowSum;
import org.mmt4j.graph.memory.HostMemory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Moves rows of a matrix by id, on the host: {@code unsorted_segment_sum} and its gradient at
 * memory speed, where the native operations need microseconds per row. Backends other than the
 * CPU's use the native operations.
 */
public final class RowKernels {

  private static final int LARGE_BYTES = 1 << 20;
  private static final int COLUMN_BYTES = 1 << 10; // a multiple of a cache line
  private static final int CHUNK_ROWS = 256;

  private RowKernels() {}

  /**
   * Returns whether the kernels support moving rows by id between a matrix and one of {@code
   * otherRows} rows: both must be addressable by Java, and the values must be float or double.
   */
  public static boolean apply(INDArray ids, INDArray matrix, long otherRows) {
    return ids.dataType() == DataType.INT32
        && ids.rank() == 1
        && take(matrix)
        && (matrix.dataType() == DataType.FLOAT || matrix.dataType() == DataType.DOUBLE)
        && otherRows * rowBytes(matrix) <= Integer.MAX_VALUE;
  }

  /** Returns whether the kernels support the matrices and all have the same data type. */
  static boolean take(INDArray... matrices) {
    return Kernels.fused()
        && Arrays.stream(matrices)
            .allMatch(
                matrix ->
                    matrix.rank() == 2
                        && matrix.dataType() == matrices[0].dataType()
                        && HostMemory.supports(matrix));
  }

  static Runnable prepare(RowSum sum) {
    ByteBuffer ids = HostMemory.bytes(sum.ids());
    return sum(sum.x(), row -> ids.getInt(Integer.BYTES * row), sum.out());
  }

  /** Prepares a {@link RowSum} that skips rows with a negative id. Workers share the columns. */
  static Runnable sum(INDArray x, IntUnaryOperator idOfRow, INDArray out) {
    ByteBuffer source = HostMemory.bytes(x);
    ByteBuffer target = HostMemory.bytes(out);
    int rowBytes = rowBytes(x);
    int rows = (int) x.size(0);
    int sums = (int) out.size(0);
    boolean single = x.dataType() == DataType.FLOAT;
    int chunkBytes = isLarge(x) ? Math.min(rowBytes, COLUMN_BYTES) : rowBytes;
    return () ->
        run(
            rowBytes,
            chunkBytes,
            (from, bytes) -> {
              boolean[] written = new boolean[sums];
              for (int row = 0; row < rows; row++) {
                int id = idOfRow.applyAsInt(row);
                if (id < 0) {
                  continue;
                }
                int to = id * rowBytes + from;
                if (written[id]) {
                  add(source, row * rowBytes + from, target, to, bytes, single);
                } else {
                  target.put(to, source, row * rowBytes + from, bytes);
                  written[id] = true;
                }
              }
              clear(target, written, rowBytes, from, bytes);
            });
  }

  private static void clear(
      ByteBuffer target, boolean[] written, int rowBytes, int from, int bytes) {
    byte[] zeros = new byte[bytes];
    for (int id = 0; id < written.length; id++) {
      if (!written[id]) {
        target.put(id * rowBytes + from, zeros);
      }
    }
  }

  /** Workers share the rows. */
  static Runnable prepare(RowGather gather) {
    ByteBuffer source = HostMemory.bytes(gather.x());
    ByteBuffer target = HostMemory.bytes(gather.out());
    ByteBuffer rowIds = HostMemory.bytes(gather.ids());
    int rowBytes = rowBytes(gather.x());
    int rows = (int) gather.out().size(0);
    int chunkRows = isLarge(gather.out()) ? Math.min(rows, CHUNK_ROWS) : rows;
    return () ->
        run(
            rows,
            chunkRows,
            (from, count) -> {
              for (int row = from; row < from + count; row++) {
                int id = rowIds.getInt(Integer.BYTES * row);
                target.put(row * rowBytes, source, id * rowBytes, rowBytes);
              }
            });
  }

  /** Work on a range of columns or rows. */
  @FunctionalInterface
  private interface Part {
    void run(int from, int count);
  }

  /** Runs a part for each chunk of a total, except for 0. */
  private static void run(int total, int chunk, Part part) {
    int chunks = total == 0 ? 0 : (total + chunk - 1) / chunk;
    Workers.run(
        chunks,
        Workers.count(),
        worker -> number -> part.run(number * chunk, Math.min(chunk, total - number * chunk)));
  }

  /** Whether sharing a matrix among workers takes less time than starting them. */
  private static boolean isLarge(INDArray matrix) {
    return matrix.length() * matrix.dataType().width() >= LARGE_BYTES;
  }

  private static void add(
      ByteBuffer source, int from, ByteBuffer target, int to, int length, boolean single) {
    if (single) {
      for (int i = 0; i < length; i += 4) {
        target.putFloat(to + i, target.getFloat(to + i) + source.getFloat(from + i));
      }
    } else {
      for (int i = 0; i < length; i += 8) {
        target.putDouble(to + i, target.getDouble(to + i) + source.getDouble(from + i));
      }
    }
  }

  private static int rowBytes(INDArray matrix) {
    return Math.toIntExact(matrix.size(1) * matrix.dataType().width());
  }
}
