package org.mmt4j.graph.kernel;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.mmt4j.graph.ir.Step;
import org.mmt4j.graph.memory.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Attention over packed sequences, one after the other, each of its own length: for each head
 * {@code softmax(scale Q Kᵀ + mask) V}. Sequences are shared out among workers; which takes one
 * changes nothing about its result.
 */
public final class AttentionKernel implements Step {

  /**
   * What there is.
   *
   * @param rows n
   * @param hiddenSize d
   * @param heads h
   * @param sequences B
   * @param length L
   */
  public record Size(int rows, int hiddenSize, int heads, int sequences, int length) {

    /** Products up to here OpenBLAS does on the calling thread; others it shares out itself. */
    private static final int LARGEST_ALONE = 1 << 18;

    public int workers() {
      return (long) length * length * (hiddenSize / heads) <= LARGEST_ALONE
          ? Math.min(sequences, Workers.most())
          : 1;
    }

    /** Floats of the rows of one sequence. */
    private int block() {
      return length * hiddenSize;
    }

    /** Queries, keys, values, what they become, and weights. */
    public long floatsOfWorker() {
      return 4L * block() + (long) heads * length * length;
    }
  }

  private final Size size;
  private final float scale;
  private final ByteBuffer[] inputs;
  private final FloatBuffer mask;
  private final ByteBuffer rowOfSlot;
  private final ByteBuffer slotOfRow;
  private final ByteBuffer output;
  private final Worker[] workers;
  private final byte[] zeros;

  /**
   * A step.
   *
   * @param inputs queries, keys and values, each (n, d)
   * @param mask (B, 1, 1, L)
   * @param rowOfSlot (B L)
   * @param slotOfRow (n)
   * @param output (n, d)
   * @param memory (workers, floats of each)
   */
  public AttentionKernel(
      Size size,
      float scale,
      INDArray[] inputs,
      INDArray mask,
      INDArray rowOfSlot,
      INDArray slotOfRow,
      INDArray output,
      INDArray memory) {
    this.size = size;
    this.scale = scale;
    this.inputs = Arrays.stream(inputs).map(HostMemory::bytes).toArray(ByteBuffer[]::new);
    this.mask = HostMemory.floats(mask);
    this.rowOfSlot = HostMemory.bytes(rowOfSlot);
    this.slotOfRow = HostMemory.bytes(slotOfRow);
    this.output = HostMemory.bytes(output);
    this.workers =
        IntStream.range(0, size.workers())
            .mapToObj(worker -> new Worker(memoryOf(worker, memory)))
            .toArray(Worker[]::new);
    this.zeros = new byte[rowBytes()];
  }

  private ByteBuffer memoryOf(int worker, INDArray memory) {
    return HostMemory.bytes(memory, worker * size.floatsOfWorker(), size.floatsOfWorker());
  }

  private int rowBytes() {
    return size.hiddenSize * Float.BYTES;
  }

  @Override
  public void run() {
    clearRowsWithoutSlot();
    Workers.run(size.sequences, workers.length, worker -> workers[worker]::attend);
  }

  private void clearRowsWithoutSlot() {
    for (int row = 0; row < size.rows; row++) {
      if (rowOfSlot.getInt(Integer.BYTES * slotOfRow(row)) != row) {
        output.put(row * rowBytes(), zeros);
      }
    }
  }

  private int slotOfRow(int row) {
    return slotOfRow.getInt(Integer.BYTES * row);
  }

  /** Memory for one sequence at a time. */
  private final class Worker {
    private final ByteBuffer[] blocks = new ByteBuffer[4]; // queries, keys, values, mixed
    private final FloatPointer[] pointers = new FloatPointer[4];
    private final FloatBuffer weights;
    private final FloatPointer weightsPointer;
    private final int[] rows = new int[size.length];
    private final float[] maskOfColumn = new float[size.length];
    private final int rowsOfTile = Math.max(1, 2048 / size.length);
    private final float[] tile = new float[rowsOfTile * size.length];
    private final float[] scratch = new float[rowsOfTile * size.length];

    Worker(ByteBuffer bytes) {
      int blockBytes = size.block() * Float.BYTES;
      for (int i = 0; i < blocks.length; i++) {
        blocks[i] = bytes.slice(i * blockBytes, blockBytes).order(bytes.order());
        pointers[i] = new FloatPointer(blocks[i].asFloatBuffer());
      }
      int start = blocks.length * blockBytes;
      weights = bytes.slice(start, bytes.capacity() - start).order(bytes.order()).asFloatBuffer();
      weightsPointer = new FloatPointer(weights);
    }

    void attend(int sequence) {
      int tokens = layOut(sequence);
      if (tokens == 0) {
        return;
      }
      for (int input = 0; input < inputs.length; input++) {
        for (int i = 0; i < tokens; i++) {
          blocks[input].put(i * rowBytes(), inputs[input], rows[i] * rowBytes(), rowBytes());
        }
      }
      compareQueriesAndKeys(tokens);
      weigh(tokens);
      mixValues(tokens);
      for (int i = 0; i < tokens; i++) {
        output.put(rows[i] * rowBytes(), blocks[3], i * rowBytes(), rowBytes());
      }
    }

    /** Columns of the tokens come first, then those of slots without: their scores are the mask. */
    private int layOut(int sequence) {
      int tokens = 0;
      int end = size.length;
      for (int l = 0; l < size.length; l++) {
        int slot = sequence * size.length + l;
        int row = rowOfSlot.getInt(Integer.BYTES * slot);
        if (row < size.rows && slotOfRow(row) == slot) {
          maskOfColumn[tokens] = mask.get(slot);
          rows[tokens++] = row;
        } else {
          maskOfColumn[--end] = mask.get(slot);
        }
      }
      return tokens;
    }

    private void compareQueriesAndKeys(int tokens) {
      int e = size.hiddenSize / size.heads;
      for (int head = 0; head < size.heads; head++) {
        Blas.timesTransposed(
            tokens,
            tokens,
            e,
            scale,
            pointers[0].position((long) head * e),
            size.hiddenSize,
            pointers[1].position((long) head * e),
            size.hiddenSize,
            weightsOf(head, tokens),
            size.length);
      }
    }

    private void mixValues(int tokens) {
      int e = size.hiddenSize / size.heads;
      for (int head = 0; head < size.heads; head++) {
        Blas.times(
            tokens,
            e,
            tokens,
            weightsOf(head, tokens),
            size.length,
            pointers[2].position((long) head * e),
            size.hiddenSize,
            pointers[3].position((long) head * e),
            size.hiddenSize);
      }
    }

    /** (t, L) of a head. */
    private FloatPointer weightsOf(int head, int tokens) {
      return weightsPointer.position((long) head * tokens * size.length);
    }

    /** Scores of all heads, (h t, L), become weights. */
    private void weigh(int tokens) {
      int all = size.heads * tokens;
      for (int row = 0; row < all; row += rowsOfTile) {
        int count = Math.min(rowsOfTile, all - row);
        weights.get(row * size.length, tile, 0, count * size.length);
        softmax(count, tokens);
        weights.put(row * size.length, tile, 0, count * size.length);
      }
    }

    private void softmax(int count, int tokens) {
      int length = size.length;
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
