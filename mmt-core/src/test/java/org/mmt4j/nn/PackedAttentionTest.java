package org.mmt4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmt4j.fixtures.WithKernels;
import org.mmt4j.graph.CompiledGraph;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.ir.Attention;
import org.mmt4j.graph.kernel.AttentionKernel;
import org.mmt4j.graph.kernel.Workers;
import org.mmt4j.graph.memory.BufferPool;
import org.mmt4j.graph.rewrite.AttentionPattern;
import org.mmt4j.graph.rewrite.PackedAttention;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class PackedAttentionTest {

  /** Two padding rows. */
  private static final int EXTRA_ROWS = 2;

  /** Tolerance: inputs, projections and scores are about 1 in float32, few are above 5. */
  private static final float ROUNDING = 2e-5f;

  @Example
  void replacesAttentionByOneOperation() {
    try (AttentionGraph attention = new AttentionGraph(1, 2, 5, 2, 4)) {
      assertEquals(
          List.of("matmul", "add", "matmul", "add", "matmul", "add", PackedAttention.NAME),
          attention.fused(ImmutableSet.of(attention.output)));
    }
  }

  @Example
  void doesNotReplaceAttentionWithOtherReaders() {
    try (AttentionGraph attention = new AttentionGraph(1, 2, 5, 2, 4)) {
      for (String inside : attention.inside()) {
        assertEquals(
            attention.graph.getOps().size(),
            attention.fused(ImmutableSet.of(attention.output, inside)).size());
      }
    }
  }

  /** Each case differs from attention in one detail. */
  @ParameterizedTest
  @EnumSource
  void doesNotReplaceSimilarOperations(HandMade.Change change) {
    HandMade made = HandMade.of(change);
    if (change == HandMade.Change.NOTHING) {
      assertEquals(1, made.fused().size());
      assertEquals(PackedAttention.NAME, made.fused().get(0).getOp().opName());
    } else {
      assertEquals(made.ops(), made.fused());
    }
  }

  /** Attention of 2 sequences of at most 5 tokens, 2 heads of size 4, 7 tokens in total. */
  private static final class HandMade {

    private enum Change {
      NOTHING,
      MASK_IS_COMPUTED,
      MASK_IS_FIXED,
      MASK_IS_OF_EACH_TOKEN,
      ROWS_ARE_FIXED,
      SLOTS_ARE_FIXED,
      NAMES_DIFFER,
      KEYS_USE_DIFFERENT_SLOTS,
      AXES_OF_QUERIES_DIFFER,
      AXES_OF_VALUES_DIFFER,
      AXES_OF_RESULT_DIFFER,
      KEYS_ARE_NOT_TRANSPOSED,
      VALUES_ARE_TRANSPOSED,
      SOFTMAX_IS_OVER_QUERIES,
      SCALE_IS_ADDED,
      RESULT_SKIPS_FIRST_ROW,
      RESULT_HAS_FEWER_COLUMNS,
      ROWS_WITHOUT_SLOT_ARE_KEPT,
      DOUBLE_PRECISION
    }

    private final SameDiff graph;
    private final String output;

    static HandMade of(Change change) {
      SameDiff graph = SameDiff.create();
      DataType type = change == Change.DOUBLE_PRECISION ? DataType.DOUBLE : DataType.FLOAT;
      return new HandMade(change, graph, graph.placeHolder("x", type, 7, 8));
    }

    HandMade(Change change, SameDiff graph, SDVariable x) {
      this.graph = graph;
      String name = change == Change.NAMES_DIFFER ? "b" : "a";
      SDVariable slots = ids("a.slotOfRow", 7, change == Change.SLOTS_ARE_FIXED);
      SDVariable others = graph.placeHolder("c.slotOfRow", DataType.INT32, 7);
      SDVariable rows = ids(name + ".rowOfSlot", 10, change == Change.ROWS_ARE_FIXED);
      SDVariable mask = mask(change, x.dataType());
      SDVariable queries = heads(x, slots, change == Change.AXES_OF_QUERIES_DIFFER);
      SDVariable keys = heads(x, change == Change.KEYS_USE_DIFFERENT_SLOTS ? others : slots, false);
      SDVariable values = heads(x, slots, change == Change.AXES_OF_VALUES_DIFFER);
      boolean transposed = change != Change.KEYS_ARE_NOT_TRANSPOSED;
      SDVariable product = graph.mmul(queries, keys, false, transposed, false);
      SDVariable scaled = change == Change.SCALE_IS_ADDED ? product.add(0.5) : product.mul(0.5);
      SDVariable weights =
          graph.nn().softmax(scaled.add(mask), change == Change.SOFTMAX_IS_OVER_QUERIES ? 2 : 3);
      SDVariable mixed =
          graph.mmul(weights, values, false, change == Change.VALUES_ARE_TRANSPOSED, false);
      SDVariable swapped =
          change == Change.AXES_OF_RESULT_DIFFER
              ? mixed.permute(0, 1, 2, 3)
              : mixed.permute(0, 2, 1, 3);
      int kept = change == Change.ROWS_WITHOUT_SLOT_ARE_KEPT ? 9 : 8;
      SDVariable packed = graph.unsortedSegmentSum(swapped.reshape(10, 8), rows, kept);
      output =
          switch (change) {
            case RESULT_SKIPS_FIRST_ROW -> graph.slice(packed, new int[] {1, 0}, 6, 8).name();
            case RESULT_HAS_FEWER_COLUMNS -> graph.slice(packed, new int[] {0, 0}, 7, 6).name();
            default -> graph.slice(packed, new int[] {0, 0}, 7, 8).name();
          };
    }

    private SDVariable ids(String name, int count, boolean fixed) {
      return fixed
          ? graph.constant(name, Nd4j.zeros(DataType.INT32, count))
          : graph.placeHolder(name, DataType.INT32, count);
    }

    private SDVariable mask(Change change, DataType type) {
      return switch (change) {
        case MASK_IS_COMPUTED -> graph.placeHolder("a.mask", type, 2, 1, 1, 5).add(1);
        case MASK_IS_FIXED -> graph.constant("a.mask", Nd4j.zeros(type, 2, 1, 1, 5));
        case MASK_IS_OF_EACH_TOKEN -> graph.placeHolder("a.mask", type, 2, 1, 5, 5);
        default -> graph.placeHolder("a.mask", type, 2, 1, 1, 5);
      };
    }

    private SDVariable heads(SDVariable x, SDVariable slots, boolean differentAxes) {
      SDVariable padded = graph.unsortedSegmentSum(x, slots, 10);
      return differentAxes
          ? padded.reshape(2, 2, 5, 4).permute(0, 1, 2, 3)
          : padded.reshape(2, 5, 2, 4).permute(0, 2, 1, 3);
    }

    ImmutableList<SameDiffOp> ops() {
      return ImmutableList.copyOf(graph.getOps().values());
    }

    ImmutableList<SameDiffOp> fused() {
      return AttentionPattern.fuse(graph, ops(), ImmutableSet.of(output));
    }
  }

  @Example
  void supportsColumnMajorTokens() {
    INDArray tokens = Nd4j.linspace(-1, 1, 56, DataType.FLOAT).reshape('c', 7, 8);
    assertArrayEquals(ofConstant(tokens), ofConstant(tokens.dup('f')));
  }

  private static float[][] ofConstant(INDArray tokens) {
    SameDiff graph = SameDiff.create();
    HandMade made = new HandMade(HandMade.Change.NOTHING, graph, graph.constant(tokens));
    int[] sequenceOfRow = {0, 1, 0, 1, 0, 1, 0};
    boolean[] visible = {true, true, false, true, true, true, true};
    try (Parameters parameters = new Parameters(DataType.FLOAT, 1);
        BufferPool pool = new BufferPool();
        CompiledGraph compiled =
            WithKernels.of(
                "fused",
                () -> CompiledGraph.compile(graph, List.of(made.output), parameters, pool))) {
      new PackedSequences.Input("a", 2, 5, sequenceOfRow.length)
          .fill(compiled, sequenceOfRow, visible);
      compiled.run(0);
      return compiled.output(made.output).toFloatMatrix();
    }
  }

  @Property(tries = 200)
  void matchesTheSeparateOperations(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int sequences,
      @ForAll @IntRange(min = 2, max = 90) int length,
      @ForAll @IntRange(min = 1, max = 4) int heads,
      @ForAll @IntRange(min = 1, max = 64) int headSize,
      @ForAll @IntRange(min = 1, max = 1 << 20) int freeFloats) {
    try (AttentionGraph attention = new AttentionGraph(seed, sequences, length, heads, headSize)) {
      attention.pool.acquire(
          DataType.FLOAT, new long[] {freeFloats}); // memory that all arrays may use
      float[][] found = attention.run(2, attention.output);
      float[][] expected = attention.run(2, attention.output, "softmax");
      for (int row = 0; row < expected.length; row++) {
        assertArrayEquals(expected[row], found[row], ROUNDING);
      }
    }
  }

  /** ND4J fails to read rows of views whose offset is less than their length. */
  @Example
  void resultDoesNotDependOnTheOffsetOfWorkingMemory() {
    Attention.Size size = new Attention.Size(4, 4, 2, 2, 3);
    INDArray x = Nd4j.linspace(-1, 1, 16, DataType.FLOAT).reshape('c', 4, 4);
    Workers.setCount(2);
    try {
      long floats = 2 * AttentionKernel.memoryShape(size)[1];
      INDArray whole = Nd4j.zeros(DataType.FLOAT, 3 * floats);
      INDArray expected = attend(size, x, Nd4j.zeros(DataType.FLOAT, 2, floats / 2));
      assertTrue(expected.amaxNumber().doubleValue() > 0);
      for (long first = 0; first <= 2 * floats; first++) {
        INDArray memory =
            whole
                .get(NDArrayIndex.interval(first, first + floats))
                .reshape('c', true, 2, floats / 2);
        assertEquals(expected, attend(size, x, memory), "at " + first);
      }
    } finally {
      Workers.setCount(0);
    }
  }

  private static INDArray attend(Attention.Size size, INDArray x, INDArray memory) {
    INDArray output = Nd4j.zeros(DataType.FLOAT, 4, 4);
    INDArray rowOfSlot = Nd4j.createFromArray(0, 2, 4, 1, 3, 4);
    INDArray slotOfRow = Nd4j.createFromArray(0, 3, 1, 4);
    INDArray mask = Nd4j.createFromArray(0f, 0f, -10000f, 0f, 0f, -10000f);
    new AttentionKernel(
            new Attention(
                size,
                0.5f,
                x,
                x,
                x,
                mask.reshape('c', 2, 1, 1, 3),
                rowOfSlot,
                slotOfRow,
                output,
                memory))
        .run();
    return output;
  }

  @Example
  void bitsDoNotDependOnTheNumberOfWorkers() {
    try (AttentionGraph attention = new AttentionGraph(1, 9, 30, 3, 16)) {
      assertArrayEquals(attention.run(1, attention.output), attention.run(4, attention.output));
    }
  }

  /** A scoring graph with attention over random sequences. */
  private static final class AttentionGraph implements AutoCloseable {
    private final SameDiff graph = SameDiff.create();
    private final Parameters parameters = new Parameters(DataType.FLOAT, 1);
    private final BufferPool pool = new BufferPool();
    private final PackedSequences.Input tokens;
    private final int[] sequenceOfRow;
    private final boolean[] visible;
    private final INDArray values;
    private final String output;

    AttentionGraph(long seed, int sequences, int length, int heads, int headSize) {
      Random random = new Random(seed);
      sequenceOfRow = sequenceOfRow(random, sequences, length);
      int rows = sequenceOfRow.length;
      int hiddenSize = heads * headSize;
      LayerContext context =
          LayerContext.scoring(graph, parameters).withInitializerRange(1 / Math.sqrt(hiddenSize));
      SDVariable x = context.input("x", rows, hiddenSize);
      tokens = new PackedSequences.Input("tokens", sequences, length, rows);
      PackedSequences packed = tokens.declare(context);
      visible = visible(random, sequenceOfRow);
      values = Nd4j.createFromArray(values(random, rows * hiddenSize));
      output =
          new MultiHeadAttention(hiddenSize, heads, new Dropout(0))
              .apply(context, x, packed)
              .name();
    }

    /** Returns tokens of sequences of length 1 to L - 1, interleaved, and then padding rows. */
    private static int[] sequenceOfRow(Random random, int sequences, int length) {
      int[] lengths = random.ints(sequences, 1, length).toArray();
      IntStream tokens =
          IntStream.range(0, length)
              .flatMap(token -> IntStream.range(0, sequences).filter(b -> token < lengths[b]));
      return IntStream.concat(tokens, IntStream.generate(() -> -1).limit(EXTRA_ROWS)).toArray();
    }

    /** Admits the first token of each sequence, and three of four other tokens. */
    private static boolean[] visible(Random random, int[] sequenceOfRow) {
      boolean[] visible = new boolean[sequenceOfRow.length];
      int sequences = IntStream.of(sequenceOfRow).max().orElseThrow() + 1;
      for (int row = 0; row < visible.length; row++) {
        visible[row] = row < sequences || random.nextInt(4) > 0;
      }
      return visible;
    }

    private static float[] values(Random random, int count) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return values;
    }

    /** Returns the names of the remaining operations. */
    List<String> fused(ImmutableSet<String> requested) {
      return AttentionPattern.fuse(graph, ImmutableList.copyOf(graph.getOps().values()), requested)
          .stream()
          .map(op -> op.getOp().opName())
          .toList();
    }

    /** Returns the names of the results between the inputs of attention and its output. */
    List<String> inside() {
      return graph.getOps().values().stream()
          .filter(op -> !List.of("add", "add_1", "add_2", output).contains(name(op)))
          .filter(op -> !List.of("matmul", "matmul_1", "matmul_2").contains(name(op)))
          .map(AttentionGraph::name)
          .toList();
    }

    private static String name(SameDiffOp op) {
      return op.getOutputsOfOp().get(0);
    }

    /** Returns the first output. */
    float[][] run(int workers, String... outputs) {
      Workers.setCount(workers);
      try {
        return WithKernels.of("fused", () -> run(outputs));
      } finally {
        Workers.setCount(0);
      }
    }

    private float[][] run(String[] outputs) {
      try (CompiledGraph compiled =
          CompiledGraph.compile(graph, List.of(outputs), parameters, pool)) {
        tokens.fill(compiled, sequenceOfRow, visible);
        compiled.fill("x", values.data().asFloat());
        compiled.run(0);
        return compiled.output(outputs[0]).toFloatMatrix();
      }
    }

    @Override
    public void close() {
      parameters.close();
      pool.close();
      values.close();
    }
  }
}
