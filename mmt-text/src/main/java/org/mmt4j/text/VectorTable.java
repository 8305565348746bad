package org.mmt4j.text;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@link WordVectors} while they are read; frees the table unless they were finished. */
final class VectorTable implements AutoCloseable {

  private final int width;
  private final INDArray table;
  private final Set<String> seen = new HashSet<>();
  private final ImmutableList.Builder<String> words = ImmutableList.builder();
  private boolean finished;

  /** Room for so many words, and zeros for the two that no file has. */
  VectorTable(VectorShape shape) {
    width = shape.width();
    table = Nd4j.create(DataType.FLOAT, shape.words() + WordVectors.SPECIAL.size(), width);
    words.addAll(WordVectors.SPECIAL);
  }

  /** Adds a word unless it is there. */
  void add(String word, float[] vector) {
    if (!seen.add(word)) {
      return;
    }
    words.add(word);
    DataBuffer values = table.data();
    long start = (long) (rows() - 1) * width;
    for (int i = 0; i < width; i++) {
      values.put(start + i, vector[i]);
    }
  }

  /** The words added; of the table, the rows that they fill. */
  WordVectors finish() {
    if (rows() < table.rows()) {
      return new WordVectors(words.build(), table.get(interval(0, rows()), all()).dup('c'));
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

  private int rows() {
    return WordVectors.SPECIAL.size() + seen.size();
  }
}
