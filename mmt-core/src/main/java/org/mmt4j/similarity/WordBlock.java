package org.mmt4j.similarity;

import com.google.common.collect.Lists;
import java.nio.IntBuffer;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.mmt4j.graph.kernel.Workers;

/** Block of vectors in a {@link WordFormat}, one scale per vector. */
final class WordBlock implements VectorBlock {

  private final WordFormat format;
  private final IntPointer words;
  private final float[] scales;
  private final int wordsOfRow;

  private WordBlock(WordFormat format, IntPointer words, float[] scales, int wordsOfRow) {
    this.format = format;
    this.words = words;
    this.scales = scales;
    this.wordsOfRow = wordsOfRow;
  }

  static WordBlock of(WordFormat format, List<float[]> vectors) {
    int wordsOfRow = format.words(vectors.get(0).length);
    float[] scales = new float[vectors.size()];
    IntPointer words = new IntPointer((long) vectors.size() * wordsOfRow);
    try {
      fill(format, words.asBuffer(), scales, vectors, wordsOfRow);
      return new WordBlock(format, words, scales, wordsOfRow);
    } catch (RuntimeException | Error e) {
      words.close();
      throw e;
    }
  }

  private static void fill(
      WordFormat format, IntBuffer target, float[] scales, List<float[]> vectors, int wordsOfRow) {
    int row = 0;
    for (List<float[]> group : Lists.partition(vectors, WordFormat.GROUP)) {
      int[] packed = new int[group.size() * wordsOfRow];
      for (int i = 0; i < group.size(); i++) {
        scales[row + i] = format.encode(group.get(i), packed, i, group.size());
      }
      target.put(packed);
      row += group.size();
    }
  }

  @Override
  public int rows() {
    return scales.length;
  }

  @Override
  public long bytes() {
    return (long) scales.length * wordsOfRow * Integer.BYTES;
  }

  @Override
  public Workers.Job job(FloatPointer other, float[] products, int first) {
    float[] vector = new float[(int) other.capacity()];
    other.get(vector);
    WordFormat.Words source =
        new WordFormat.Words(words.asBuffer(), new FloatPointer(words).asBuffer());
    return new Workers.Job(
        (rows() + WordFormat.GROUP - 1) / WordFormat.GROUP,
        worker -> {
          WordFormat.Products ofGroup = format.products(vector);
          float[] part = new float[WordFormat.GROUP];
          return group -> {
            int row = group * WordFormat.GROUP;
            int vectors = Math.min(WordFormat.GROUP, rows() - row);
            ofGroup.write(source, row * wordsOfRow, vectors, part);
            for (int i = 0; i < vectors; i++) {
              products[first + row + i] = part[i] * (scales[row + i] * ofGroup.scale());
            }
          };
        });
  }

  @Override
  public void multiply(FloatBlock others, float[][] products, int firstRow, int firstColumn) {
    float[][] rows = others.matrix().toFloatMatrix();
    for (int i = 0; i < rows.length; i++) {
      try (FloatPointer row = new FloatPointer(rows[i])) {
        Workers.run(List.of(job(row, products[firstRow + i], firstColumn)));
      }
    }
  }

  @Override
  public void close() {
    words.close();
  }
}
