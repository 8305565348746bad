package org.mmt4j.text;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import com.google.common.collect.ImmutableList;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.mmt4j.graph.Backend;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Builds {@link WordVectors}; {@link #close} frees the table unless {@link #finish} returned it.
 */
final class VectorTable implements AutoCloseable {

  /** Number of rows copied to native memory at once; copying single values takes far longer. */
  private static final int MAX_PENDING_ROWS = 256;

  private final int dimension;
  private final INDArray table;
  private final FloatBuffer pending;
  private final Set<String> added = new HashSet<>();
  private final ImmutableList.Builder<String> words = ImmutableList.builder();
  private int filledRows = WordVectors.SPECIAL.size();
  private boolean finished;

  /** Allocates rows for all words of the file, after two rows of zeros for the special words. */
  VectorTable(VectorShape shape) {
    dimension = shape.dimension();
    pending = FloatBuffer.allocate(Math.min(MAX_PENDING_ROWS, shape.words()) * dimension);
    Backend.require();
    table = Nd4j.create(DataType.FLOAT, shape.words() + WordVectors.SPECIAL.size(), dimension);
    words.addAll(WordVectors.SPECIAL);
  }

  /** Adds a word; skips duplicates. */
  void add(String word, float[] vector) {
    if (!added.add(word)) {
      return;
    }
    words.add(word);
    pending.put(vector);
    if (!pending.hasRemaining()) {
      copyPending();
    }
  }

  /** Returns the added words and the filled rows of the table. */
  WordVectors finish() {
    copyPending();
    if (filledRows < table.rows()) {
      return new WordVectors(words.build(), table.get(interval(0, filledRows), all()).dup('c'));
    }
    finished = true;
    return new WordVectors(words.build(), table);
  }

  @Override
  public void close() {
    if (!finished) {
      table.close();
    }
  }

  private void copyPending() {
    int rows = pending.position() / dimension;
    if (rows == 0) {
      return;
    }
    float[] values = Arrays.copyOf(pending.array(), pending.position());
    try (INDArray source = Nd4j.create(values, new long[] {rows, dimension}, 'c')) {
      table.get(interval(filledRows, filledRows + rows), all()).assign(source);
    }
    filledRows += rows;
    pending.clear();
  }
}
