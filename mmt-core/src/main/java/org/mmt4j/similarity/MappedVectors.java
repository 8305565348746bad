package org.mmt4j.similarity;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.mmt4j.graph.kernel.Workers;

/**
 * The first rows of a file of vectors, memory-mapped: the operating system reads what is searched,
 * and keeps it while it has memory. Thread-safe. The mapping ends when the garbage collector frees
 * this object; until then, Windows does not delete the file.
 */
public final class MappedVectors {

  private final VectorFileLayout layout;
  private final WordFormat format;
  private final List<WordFormat.Words> groups;
  private final int size;

  private MappedVectors(VectorFileLayout layout, List<WordFormat.Words> groups, int size) {
    this.layout = layout;
    this.format = layout.format();
    this.groups = groups;
    this.size = size;
  }

  /**
   * Maps the first rows of a file.
   *
   * @throws IOException if the file is missing, has another layout or fewer rows
   */
  public static MappedVectors open(Path file, VectorFileLayout layout, int rows)
      throws IOException {
    return map(file, layout, List.of(), rows);
  }

  /**
   * Maps more rows of the same file; shares what is mapped already.
   *
   * @throws IOException as {@link #open}
   */
  public MappedVectors grown(Path file, int rows) throws IOException {
    return map(file, layout, groups, rows);
  }

  private static MappedVectors map(
      Path file, VectorFileLayout layout, List<WordFormat.Words> mapped, int rows)
      throws IOException {
    List<WordFormat.Words> groups = new ArrayList<>(mapped);
    try (FileChannel channel = FileChannel.open(file)) {
      layout.require(file, channel, rows);
      while (groups.size() < VectorFileLayout.groups(rows)) {
        MappedByteBuffer bytes =
            channel.map(
                FileChannel.MapMode.READ_ONLY,
                layout.position(groups.size()),
                layout.bytesOfGroup());
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        groups.add(new WordFormat.Words(bytes.asIntBuffer(), bytes.asFloatBuffer()));
      }
    }
    return new MappedVectors(layout, List.copyOf(groups), rows);
  }

  /** Returns the layout of the file. */
  public VectorFileLayout layout() {
    return layout;
  }

  /** Returns the number of rows. */
  public int size() {
    return size;
  }

  /** Returns the bytes that are mapped. */
  public long bytes() {
    return (long) groups.size() * layout.bytesOfGroup();
  }

  int[] words(int row) {
    WordFormat.Words group = groups.get(row / WordFormat.GROUP);
    int[] words = new int[layout.wordsOfRow()];
    for (int word = 0; word < words.length; word++) {
      words[word] = group.ints().get(word * WordFormat.GROUP + row % WordFormat.GROUP);
    }
    return words;
  }

  /** Returns the vector of a row, as far as the precision keeps it. */
  public float[] vector(int row) {
    int[] words = words(row);
    float[] vector = format.decode(words, layout.dimension());
    float scale = Float.intBitsToFloat(words[layout.scaleWord()]);
    for (int k = 0; k < vector.length; k++) {
      vector[k] *= scale;
    }
    return vector;
  }

  /** Returns the weights of a row. */
  public float[] weights(int row) {
    WordFormat.Words group = groups.get(row / WordFormat.GROUP);
    float[] weights = new float[layout.weights()];
    for (int i = 0; i < weights.length; i++) {
      int word = layout.scaleWord() + 1 + i;
      weights[i] = group.floats().get(word * WordFormat.GROUP + row % WordFormat.GROUP);
    }
    return weights;
  }

  /**
   * Returns the similarity of some rows with another vector: the dot product, divided by the dot
   * product of the weights, if there are weights ({@link Similarity}). It is negative infinity for
   * the other rows, and where it would be NaN. Groups without any of these rows are not read.
   *
   * @param vector as long as the layout says, finite
   * @param weights as many as the layout says, finite
   * @throws IllegalArgumentException if a length differs, or a value is NaN or infinite
   */
  public float[] similarities(float[] vector, float[] weights, BitSet rows) {
    layout.requireFits("a query", vector, weights);
    float[] similarities = new float[size];
    Arrays.fill(similarities, Float.NEGATIVE_INFINITY);
    int[] wanted = groupsOf(rows);
    Workers.run(
        List.of(
            new Workers.Job(
                wanted.length,
                worker -> {
                  GroupSimilarities ofGroup = new GroupSimilarities(vector, weights);
                  return chunk -> ofGroup.write(wanted[chunk], rows, similarities);
                })));
    return similarities;
  }

  private int[] groupsOf(BitSet rows) {
    List<Integer> wanted = new ArrayList<>();
    int row = rows.nextSetBit(0);
    while (row >= 0 && row < size) {
      int group = row / WordFormat.GROUP;
      wanted.add(group);
      row = rows.nextSetBit((group + 1) * WordFormat.GROUP);
    }
    return wanted.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The similarities of one vector with the rows of groups, on one thread. */
  private final class GroupSimilarities {

    private final float[] weights;
    private final WordFormat.Products ofVector;
    private final float[] products = new float[WordFormat.GROUP];
    private final float[] values = new float[WordFormat.GROUP];
    private final float[] divisors = new float[WordFormat.GROUP];

    GroupSimilarities(float[] vector, float[] weights) {
      this.weights = weights;
      this.ofVector = format.products(vector);
    }

    void write(int number, BitSet rows, float[] similarities) {
      WordFormat.Words group = groups.get(number);
      ofVector.write(group, 0, WordFormat.GROUP, products);
      group.floats().get(layout.scaleWord() * WordFormat.GROUP, values);
      for (int i = 0; i < WordFormat.GROUP; i++) {
        products[i] *= values[i] * ofVector.scale();
      }
      if (weights.length > 0) {
        divide(group);
      }
      int first = number * WordFormat.GROUP;
      int end = Math.min(size, first + WordFormat.GROUP);
      for (int row = rows.nextSetBit(first);
          row >= 0 && row < end;
          row = rows.nextSetBit(row + 1)) {
        float similarity = products[row - first];
        similarities[row] = Float.isNaN(similarity) ? Float.NEGATIVE_INFINITY : similarity;
      }
    }

    private void divide(WordFormat.Words group) {
      Arrays.fill(divisors, 0);
      for (int k = 0; k < weights.length; k++) {
        group.floats().get((layout.scaleWord() + 1 + k) * WordFormat.GROUP, values);
        for (int i = 0; i < WordFormat.GROUP; i++) {
          divisors[i] += weights[k] * values[i];
        }
      }
      for (int i = 0; i < WordFormat.GROUP; i++) {
        products[i] = Similarity.divided(products[i], divisors[i]);
      }
    }
  }
}
