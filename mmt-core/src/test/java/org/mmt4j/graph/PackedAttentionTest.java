package org.mmt4j.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.mmt4j.nn.Dropout;
import org.mmt4j.nn.LayerContext;
import org.mmt4j.nn.MultiHeadAttention;
import org.mmt4j.nn.PackedSequences;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PackedAttentionTest {

  /** Two rows are no token. */
  private static final int EXTRA_ROWS = 2;

  /** Inputs, projections and scores are of about 1, in single precision: few are above 5. */
  private static final float ROUNDING = 2e-5f;

  @Example
  void attentionOfWhichNothingElseIsReadIsOneOperation() {
    try (Attention attention = new Attention(1, 2, 5, 2, 4)) {
      assertEquals(
          List.of("matmul", "add", "matmul", "add", "matmul", "add", PackedAttention.NAME),
          attention.fused(ImmutableSet.of(attention.output)));
    }
  }

  @Example
  void attentionOfWhichSomethingElseIsReadStaysAsItIs() {
    try (Attention attention = new Attention(1, 2, 5, 2, 4)) {
      for (String inside : attention.inside()) {
        assertEquals(
            attention.graph.getOps().size(),
            attention.fused(ImmutableSet.of(attention.output, inside)).size());
      }
    }
  }

  @Example
  void attentionWithAMaskThatIsComputedStaysAsItIs() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, 7, 8);
    SDVariable slots = graph.placeHolder("slots", DataType.INT32, 7);
    SDVariable rows = graph.placeHolder("rows", DataType.INT32, 10);
    SDVariable mask = graph.placeHolder("given", DataType.FLOAT, 2, 1, 1, 5).add("mask", 1);
    SDVariable[] heads = new SDVariable[3];
    for (int i = 0; i < heads.length; i++) {
      heads[i] = graph.unsortedSegmentSum(x, slots, 10).reshape(2, 5, 2, 4).permute(0, 2, 1, 3);
    }
    SDVariable scores = graph.mmul(heads[0], heads[1], false, true, false).mul(0.5);
    SDVariable mixed = graph.nn().softmax(scores.add(mask), 3).mmul(heads[2]).permute(0, 2, 1, 3);
    SDVariable packed = graph.unsortedSegmentSum(mixed.reshape(10, 8), rows, 8);
    SDVariable output = graph.slice(packed, new int[] {0, 0}, 7, 8);
    ImmutableList<SameDiffOp> ops = ImmutableList.copyOf(graph.getOps().values());
    assertEquals(ops, AttentionPattern.fuse(graph, ops, ImmutableSet.of(output.name())));
  }

  @Property(tries = 200)
  void itGivesWhatTheSeparateOperationsGive(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int sequences,
      @ForAll @IntRange(min = 2, max = 90) int length,
      @ForAll @IntRange(min = 1, max = 4) int heads,
      @ForAll @IntRange(min = 1, max = 40) int headWidth) {
    try (Attention attention = new Attention(seed, sequences, length, heads, headWidth)) {
      float[][] expected = attention.run(attention.output, "softmax");
      float[][] found = attention.run(attention.output);
      for (int row = 0; row < expected.length; row++) {
        assertArrayEquals(expected[row], found[row], ROUNDING);
      }
    }
  }

  @Example
  void bitsDoNotDependOnTheNumberOfWorkers() {
    int before = Nd4j.getEnvironment().maxThreads();
    try (Attention attention = new Attention(1, 9, 30, 3, 16)) {
      Nd4j.getEnvironment().setMaxThreads(1);
      float[][] alone = attention.run(attention.output);
      Nd4j.getEnvironment().setMaxThreads(4);
      assertArrayEquals(alone, attention.run(attention.output));
    } finally {
      Nd4j.getEnvironment().setMaxThreads(before);
    }
  }

  /** Attention over random sequences, from a graph that scores. */
  private static final class Attention implements AutoCloseable {
    private final SameDiff graph = SameDiff.create();
    private final Parameters parameters = new Parameters(DataType.FLOAT, 1);
    private final BufferPool pool = new BufferPool();
    private final PackedSequences.Layout layout;
    private final INDArray values;
    private final String output;

    Attention(long seed, int sequences, int length, int heads, int headWidth) {
      Random random = new Random(seed);
      int[] sequenceOfRow = sequenceOfRow(random, sequences, length);
      int rows = sequenceOfRow.length;
      int width = heads * headWidth;
      LayerContext context =
          LayerContext.scoring(graph, parameters).withInitializerRange(1 / Math.sqrt(width));
      SDVariable x = context.input("x", rows, width);
      PackedSequences packed = PackedSequences.inputs(context, "tokens", sequences, length, rows);
      layout =
          PackedSequences.Layout.of(
              sequenceOfRow, visible(random, sequenceOfRow), sequences, length);
      values = Nd4j.createFromArray(numbers(random, rows * width));
      output =
          new MultiHeadAttention(width, heads, new Dropout(0)).apply(context, x, packed).name();
    }

    /** Of lengths 1 to all but one slot, in turns, and then rows that are no token. */
    private static int[] sequenceOfRow(Random random, int sequences, int length) {
      int[] lengths = random.ints(sequences, 1, length).toArray();
      IntStream tokens =
          IntStream.range(0, length)
              .flatMap(token -> IntStream.range(0, sequences).filter(b -> token < lengths[b]));
      return IntStream.concat(tokens, IntStream.generate(() -> -1).limit(EXTRA_ROWS)).toArray();
    }

    /** The first token of each sequence, and three of four others. */
    private static boolean[] visible(Random random, int[] sequenceOfRow) {
      boolean[] visible = new boolean[sequenceOfRow.length];
      int sequences = IntStream.of(sequenceOfRow).max().orElseThrow() + 1;
      for (int row = 0; row < visible.length; row++) {
        visible[row] = row < sequences || random.nextInt(4) > 0;
      }
      return visible;
    }

    private static float[] numbers(Random random, int count) {
      float[] numbers = new float[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = (float) random.nextGaussian();
      }
      return numbers;
    }

    /** Names of the operations that are left. */
    List<String> fused(ImmutableSet<String> requested) {
      return AttentionPattern.fuse(graph, ImmutableList.copyOf(graph.getOps().values()), requested)
          .stream()
          .map(op -> op.getOp().opName())
          .toList();
    }

    /** Results between the inputs of the operation and its output. */
    List<String> inside() {
      return graph.getOps().values().stream()
          .filter(op -> !List.of("add", "add_1", "add_2", output).contains(name(op)))
          .filter(op -> !List.of("matmul", "matmul_1", "matmul_2").contains(name(op)))
          .map(Attention::name)
          .toList();
    }

    private static String name(SameDiffOp op) {
      return op.getOutputsOfOp().get(0);
    }

    /** The first of these outputs. */
    float[][] run(String... outputs) {
      return WithKernels.of(
          "fused",
          () -> {
            try (CompiledGraph compiled =
                CompiledGraph.compile(graph, List.of(outputs), parameters, pool)) {
              layout.fill(compiled, "tokens");
              compiled.fill("x", values.data().asFloat());
              compiled.run(0);
              return compiled.output(outputs[0]).toFloatMatrix();
            }
          });
    }

    @Override
    public void close() {
      parameters.close();
      pool.close();
      values.close();
    }
  }
}
