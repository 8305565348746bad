package org.mmt4j.graph.kernel;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.mmt4j.graph.ir.Attention;
import org.mmt4j.graph.memory.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Attention over packed sequences, each at its own length: {@code softmax(scale Q Kᵀ + mask) V} for
 * each head. Workers share the sequences; the result does not depend on which worker computes a
 * sequence.
 */
public final class AttentionKernel implements Runnable {

  /** The largest product that OpenBLAS computes on the calling thread alone. */
  private static final int LARGEST_ALONE = 1 << 18;

  /** The fewest rows of a product that is not much slower, for each row, than one of all rows. */
  private static final int LEAST_ROWS = 8;

  private final Attention.Size size;
  private final float scale;
  private final ByteBuffer[] inputs;
  private final FloatBuffer mask;
  private final ByteBuffer rowOfSlot;
  private final ByteBuffer slotOfRow;
  private final ByteBuffer output;
  private final Worker[] workers;
  private final byte[] zeros;

  public AttentionKernel(Attention attention) {
    this.size = attention.size();
    this.scale = attention.scale();
    this.inputs =
        Stream.of(attention.queries(), attention.keys(), attention.values())
            .map(HostMemory::bytes)
            .toArray(ByteBuffer[]::new);
    this.mask = HostMemory.floats(attention.mask());
    this.rowOfSlot = HostMemory.bytes(attention.rowOfSlot());
    this.slotOfRow = HostMemory.bytes(attention.slotOfRow());
    this.output = HostMemory.bytes(attention.output());
    INDArray memory = attention.memory();
    this.workers = // not asked again: the number may have changed since the memory was allocated
        IntStream.range(0, (int) memory.size(0))
            .mapToObj(worker -> new Worker(memoryOf(worker, memory)))
            .toArray(Worker[]::new);
    this.zeros = new byte[rowBytes()];
  }

  /**
   * Returns the shape of the memory that the kernel needs: a row for each worker. There is one
   * worker, and OpenBLAS uses threads itself, if sequences are so long that products which it
   * computes on the calling thread would have too few rows.
   */
  public static long[] memoryShape(Attention.Size size) {
    int workers = isAlone(size) ? Math.min(size.sequences(), Workers.count()) : 1;
    return new long[] {workers, floatsOfWorker(size)};
  }

  private static boolean isAlone(Attention.Size size) {
    return rowsAlone(size, size.length()) >= LEAST_ROWS;
  }

  /** Returns how many queries OpenBLAS multiplies with all keys on the calling thread alone. */
  private static int rowsAlone(Attention.Size size, int tokens) {
    return LARGEST_ALONE / (tokens * size.headSize());
  }

  /** Returns the floats for the queries, keys, values, results and weights of one sequence. */
  private static long floatsOfWorker(Attention.Size size) {
    return 4L * floatsOfSequence(size) + (long) size.heads() * size.length() * size.length();
  }

  private static int floatsOfSequence(Attention.Size size) {
    return size.length() * size.hiddenSize();
  }

  private ByteBuffer memoryOf(int worker, INDArray memory) {
    return HostMemory.bytes(memory, worker * floatsOfWorker(size), floatsOfWorker(size));
  }

  private int rowBytes() {
    return size.hiddenSize() * Float.BYTES;
  }

  @Override
  public void run() {
    clearRowsWithoutSlot();
    Workers.run(size.sequences(), workers.length, worker -> workers[worker]::attend);
  }

  private void clearRowsWithoutSlot() {
    for (int row = 0; row < size.rows(); row++) {
      if (rowOfSlot.getInt(Integer.BYTES * slotOfRow(row)) != row) {
        output.put(row * rowBytes(), zeros);
      }
    }
  }

  private int slotOfRow(int row) {
    return slotOfRow.getInt(Integer.BYTES * row);
  }

  /** Computes one sequence at a time in its own memory. */
  private final class Worker {
    private final ByteBuffer[] blocks = new ByteBuffer[4]; // queries, keys, values, results
    private final FloatPointer[] pointers = new FloatPointer[4];
    private final FloatBuffer weights;
    private final FloatPointer weightsPointer;
    private final int[] rows = new int[size.length()];
    private final float[] maskOfColumn = new float[size.length()];
    private final int rowsOfTile = Math.max(1, 2048 / size.length());
    private final float[] tile = new float[rowsOfTile * size.length()];
    private final float[] scratch = new float[rowsOfTile * size.length()];

    Worker(ByteBuffer bytes) {
      int blockBytes = floatsOfSequence(size) * Float.BYTES;
      for (int i = 0; i < blocks.length; i++) {
        blocks[i] = bytes.slice(i * blockBytes, blockBytes).order(bytes.order());
        pointers[i] = new FloatPointer(blocks[i].asFloatBuffer());
      }
      int start = blocks.length * blockBytes;
      weights = bytes.slice(start, bytes.capacity() - start).order(bytes.order()).asFloatBuffer();
      weightsPointer = new FloatPointer(weights);
    }

    void attend(int sequence) {
      int tokens = findTokens(sequence);
      if (tokens == 0) {
        return;
      }
      for (int input = 0; input < inputs.length; input++) {
        for (int i = 0; i < tokens; i++) {
          blocks[input].put(i * rowBytes(), inputs[input], rows[i] * rowBytes(), rowBytes());
        }
      }
      computeScores(tokens);
      computeWeights(tokens);
      computeResults(tokens);
      for (int i = 0; i < tokens; i++) {
        output.put(rows[i] * rowBytes(), blocks[3], i * rowBytes(), rowBytes());
      }
    }

    /**
     * Orders columns: slots with tokens first, then empty slots, whose scores are the mask alone.
     */
    private int findTokens(int sequence) {
      int tokens = 0;
      int end = size.length();
      for (int l = 0; l < size.length(); l++) {
        int slot = sequence * size.length() + l;
        int row = rowOfSlot.getInt(Integer.BYTES * slot);
        if (row < size.rows() && slotOfRow(row) == slot) {
          maskOfColumn[tokens] = mask.get(slot);
          rows[tokens++] = row;
        } else {
          maskOfColumn[--end] = mask.get(slot);
        }
      }
      return tokens;
    }

    private void computeScores(int tokens) {
      int e = size.headSize();
      int step = rowsOfProduct(tokens);
      for (int head = 0; head < size.heads(); head++) {
        for (int row = 0; row < tokens; row += step) {
          Blas.timesTransposed(
              Math.min(step, tokens - row),
              tokens,
              e,
              scale,
              block(0, row, head),
              size.hiddenSize(),
              block(1, 0, head),
              size.hiddenSize(),
              weights(head, tokens, row),
              size.length());
        }
      }
    }

    private void computeResults(int tokens) {
      int e = size.headSize();
      int step = rowsOfProduct(tokens);
      for (int head = 0; head < size.heads(); head++) {
        for (int row = 0; row < tokens; row += step) {
          Blas.times(
              Math.min(step, tokens - row),
              e,
              tokens,
              weights(head, tokens, row),
              size.length(),
              block(2, 0, head),
              size.hiddenSize(),
              block(3, row, head),
              size.hiddenSize());
        }
      }
    }

    private int rowsOfProduct(int tokens) {
      return isAlone(size) ? Math.min(tokens, rowsAlone(size, tokens)) : tokens;
    }

    private FloatPointer block(int index, int row, int head) {
      long start = (long) row * size.hiddenSize() + (long) head * size.headSize();
      return pointers[index].position(start);
    }

    /** Returns the weights of a head, (t, L), from a row on. */
    private FloatPointer weights(int head, int tokens, int row) {
      return weightsPointer.position(((long) head * tokens + row) * size.length());
    }

    /** Turns the scores of all heads, (h t, L), into weights. */
    private void computeWeights(int tokens) {
      int total = size.heads() * tokens;
      for (int row = 0; row < total; row += rowsOfTile) {
        int count = Math.min(rowsOfTile, total - row);
        weights.get(row * size.length(), tile, 0, count * size.length());
        softmax(count, tokens);
        weights.put(row * size.length(), tile, 0, count * size.length());
      }
    }

    private void softmax(int count, int tokens) {
      int length = size.length();
      for (int r = 0; r < count; r++) {
        int start = r * length;
        for (int c = 0; c < tokens; c++) {
          tile[start + c] += maskOfColumn[c];
        }
        System.arraycopy(maskOfColumn, tokens, tile, start + tokens, length - tokens);
        float max = TileLoops.max(tile, start, length);
        TileLoops.add(tile, -max, tile, start, start + length);
      }
      TileLoops.exp(tile, tile, scratch, count * length);
      for (int r = 0; r < count; r++) {
        int start = r * length;
        float sum = TileLoops.sum(tile, start, length);
        TileLoops.multiply(tile, 1 / sum, tile, start, start + length);
      }
    }
  }
}
