package org.mmt4j.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.graph.Initializer;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.device.StepRunner;
import org.mmt4j.graph.ir.AdamUpdate;
import org.mmt4j.graph.ir.Attention;
import org.mmt4j.graph.ir.Copy;
import org.mmt4j.graph.ir.Instruction;
import org.mmt4j.graph.ir.NativeOp;
import org.mmt4j.graph.ir.Node.Kind;
import org.mmt4j.graph.ir.Node.Matrix;
import org.mmt4j.graph.ir.Product;
import org.mmt4j.graph.ir.Random;
import org.mmt4j.graph.ir.Round;
import org.mmt4j.graph.ir.RowGather;
import org.mmt4j.graph.ir.RowSum;
import org.mmt4j.graph.ir.Step;
import org.mmt4j.graph.ir.SumOfSquares;
import org.mmt4j.graph.ir.TileProgram;
import org.mmt4j.graph.ir.Uniform;
import org.mmt4j.graph.kernel.AttentionKernel;
import org.mmt4j.graph.kernel.CpuDevice;
import org.mmt4j.graph.memory.OwnedMemory;
import org.mmt4j.graph.memory.Tiles;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Steps on the GPU, or the stand-in for one, against the CPU. */
@Tag("cuda-standin")
class CudaDeviceTest {

  /** Of the largest value: float32 sums in another order. */
  private static final double TOLERANCE = 1e-6;

  private static final CudaAccelerator GPU = new CudaAccelerator();

  private final OwnedMemory memory = new OwnedMemory();
  private final CpuDevice cpu = new CpuDevice(new Tiles(), Precision.FLOAT32);
  private final StepRunner gpu = GPU.runner(cpu, Precision.FLOAT32);
  private final List<INDArray> arrays = new ArrayList<>();
  private int seed;

  @AfterEach
  void freesWhatItAllocated() {
    memory.close();
    arrays.forEach(GPU.memory()::free);
    assertEquals(0, GPU.memory().size());
    assertEquals(0, GPU.memory().bytes());
    assertEquals(Set.of(), GPU.kernels());
  }

  private INDArray random(long... shape) {
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape);
    Initializer.normal(1).fill(array, new SplittableRandom(seed++));
    return kept(array);
  }

  private INDArray ids(int... ids) {
    return kept(Nd4j.createFromArray(ids));
  }

  private INDArray nan(DataType type, long... shape) {
    return kept(Nd4j.valueArrayOf(shape, Double.NaN, type));
  }

  private INDArray kept(INDArray array) {
    arrays.add(array);
    return array;
  }

  /** Runs a step on the CPU and the GPU, each with an output of its own, and compares. */
  private void compare(Function<INDArray, Step> step, long... shape) {
    compare(step, () -> nan(DataType.FLOAT, shape));
  }

  private void compare(Function<INDArray, Step> step, Supplier<INDArray> output) {
    INDArray expected = output.get();
    INDArray found = output.get();
    cpu.prepare(step.apply(expected), memory).run();
    gpu.prepare(step.apply(found), memory).run();
    GPU.memory().download(found);
    double largest = Math.max(1e-30, expected.amaxNumber().doubleValue());
    double difference = expected.sub(found).amaxNumber().doubleValue();
    assertTrue(difference <= TOLERANCE * largest, "off by " + difference + " of " + largest);
  }

  @ParameterizedTest
  @CsvSource({
    "false,false,false",
    "true,false,false",
    "false,true,false",
    "true,true,false",
    "false,false,true",
    "true,true,true"
  })
  void products(boolean a, boolean b, boolean c) {
    INDArray x = a ? random(5, 7) : random(7, 5);
    INDArray y = b ? random(9, 5) : random(5, 9);
    compare(out -> new Product(x, a, y, b, out, c), c ? new long[] {9, 7} : new long[] {7, 9});
  }

  /** Rounds each factor to so many bits: by cuBLAS, or copies of the factors before. */
  @ParameterizedTest
  @CsvSource({"FLOAT32,22", "TF32,11", "BFLOAT16,8"})
  void productsRoundTheirFactors(Precision precision, int bits) {
    INDArray x = random(40, 60);
    INDArray y = random(60, 30);
    INDArray exact = x.castTo(DataType.DOUBLE).mmul(y.castTo(DataType.DOUBLE));
    StepRunner runner = GPU.runner(cpu, precision);
    assertEquals(precision == Precision.BFLOAT16, runner.roundsFactors());
    INDArray out = nan(DataType.FLOAT, 40, 30);
    runner.prepare(Product.of(x, y, out), memory).run();
    GPU.memory().download(out);
    double difference = exact.sub(out.castTo(DataType.DOUBLE)).amaxNumber().doubleValue();
    double sum = Math.sqrt(60) * 4; // largest sum of products of normal numbers
    assertTrue(difference < sum * Math.pow(2, -bits), "off by " + difference);
    assertTrue(difference > sum * Math.pow(2, -bits) / 100, "off by " + difference);
  }

  @Test
  void productsReadRoundedCopiesOfFactors() {
    INDArray x = random(60, 40).transpose(); // of strides that copies do not have
    INDArray y = random(60, 30);
    INDArray roundedX = nan(DataType.BFLOAT16, 40, 60);
    INDArray roundedY = nan(DataType.BFLOAT16, 60, 30);
    INDArray copies = nan(DataType.FLOAT, 40, 30);
    INDArray direct = nan(DataType.FLOAT, 40, 30);
    StepRunner runner = GPU.runner(cpu, Precision.BFLOAT16);
    runner.prepare(new Round(x, roundedX), memory).run();
    runner.prepare(new Round(y, roundedY), memory).run();
    runner.prepare(Product.of(roundedX, roundedY, copies), memory).run();
    runner.prepare(Product.of(x, y, direct), memory).run();
    GPU.memory().download(copies);
    GPU.memory().download(direct);
    assertTrue(copies.sub(direct).amaxNumber().doubleValue() < 1e-4);
  }

  /** Halfway between two values of bfloat16 the even one, and NaN stays NaN. */
  @Test
  void roundsToTheNearestBfloat16() {
    INDArray x =
        kept(
            Nd4j.createFromArray(
                new float[][] {
                  {1, 0x1.01p0f, 0x1.03p0f, -0x1.018p0f, Float.NaN},
                  {Float.MAX_VALUE, Float.POSITIVE_INFINITY, -0f, 1e-40f, Float.NEGATIVE_INFINITY}
                }));
    INDArray out = nan(DataType.BFLOAT16, 2, 5);
    gpu.prepare(new Round(x, out), memory).run();
    GPU.memory().download(out);
    assertArrayEquals(
        new float[] {
          1,
          1,
          1.015625f,
          -1.0078125f,
          Float.NaN,
          Float.POSITIVE_INFINITY,
          Float.POSITIVE_INFINITY,
          -0f,
          Float.intBitsToFloat(0x10000),
          Float.NEGATIVE_INFINITY
        },
        out.castTo(DataType.FLOAT).reshape(10).toFloatVector());
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "1,6,1", "6,1,1", "1,1,6", "1,6,6", "6,1,6", "6,6,1"})
  void productsOfVectors(int m, int n, int k) {
    INDArray x = random(m, k);
    INDArray y = random(k, n);
    compare(out -> Product.of(x, y, out), m, n);
  }

  @Test
  void productsOfBatchesOfViews() {
    INDArray x = random(3, 6, 2, 4).permute(0, 2, 1, 3); // (3, 2, 6, 4) with gaps between rows
    INDArray y = random(3, 2, 6, 4);
    compare(out -> new Product(x, false, y, true, out, false), 3, 2, 6, 6);
  }

  @Test
  void rowsByIdOfWhichSomeAreMissing() {
    INDArray x = random(7, 300);
    INDArray ids = ids(3, 0, 3, 5, 0, 0, 5);
    compare(out -> new RowSum(x, ids, out), 6, 300);
    compare(out -> new RowGather(x, ids, out), 7, 300);
  }

  @Test
  void sumsOfManyRowsById() {
    INDArray x = random(1000, 5);
    INDArray ids = ids(new SplittableRandom(1).ints(1000, 0, 90).toArray());
    compare(out -> new RowSum(x, ids, out), 90, 5);
  }

  @Test
  void memoryWithoutValuesIsNotCopied() {
    INDArray x = kept(Nd4j.valueArrayOf(new long[] {2}, 12345.5, DataType.FLOAT));
    GPU.memory().arbitrary(x);
    INDArray out = nan(DataType.FLOAT, 2);
    gpu.prepare(new Copy(x, out), memory).run();
    GPU.memory().download(out);
    assertNotEquals(12345.5f, out.getFloat(0));
  }

  @Test
  void randomNumbersHaveTheSameBits() {
    INDArray key = kept(Nd4j.createFromArray(new long[] {-123456789012345L}));
    INDArray expected = nan(DataType.FLOAT, 10_001);
    INDArray found = nan(DataType.FLOAT, 10_001);
    cpu.prepare(new Random(new Uniform(key, 7), expected), memory).run();
    gpu.prepare(new Random(new Uniform(key, 7), found), memory).run();
    GPU.memory().download(found);
    assertArrayEquals(expected.toFloatVector(), found.toFloatVector());
  }

  @Test
  void copiesOfViews() {
    INDArray x = random(3, 4, 5, 6);
    compare(out -> new Copy(x.permute(3, 1, 0, 2), out), 6, 4, 3, 5);
    compare(out -> new Copy(x.permute(0, 2, 1, 3), out.permute(0, 2, 1, 3)), 3, 4, 5, 6);
  }

  @Test
  void permutationsAndConcatenationsRunOnTheGpu() {
    INDArray x = random(3, 4, 5);
    INDArray y = random(3, 2, 5);
    Map<String, Integer> before = GPU.hostSteps();
    compare(out -> nativeOp("permute", out, new long[] {2, 0, 1}, x), 5, 3, 4);
    compare(out -> nativeOp("concat", out, new long[] {1}, x, y), 3, 6, 5);
    INDArray one = random(1);
    INDArray four = random(4);
    compare(out -> nativeOp("concat", out, new long[] {0}, one, four, one), 6);
    assertEquals(before, GPU.hostSteps());
  }

  @Test
  void theHostRunsWhatHasNoKernelAndTheLogCountsIt() {
    INDArray x = random(20, 30);
    int before = GPU.hostSteps().getOrDefault("sigmoid", 0);
    compare(out -> nativeOp("sigmoid", out, new long[0], x), 20, 30);
    assertEquals(before + 1, GPU.hostSteps().get("sigmoid"));
  }

  @Test
  void arraysOfOnePoolAreViewsOfOneTwin() {
    INDArray slab = random(100);
    INDArray x = part(slab, 16, 3, 4);
    INDArray y = part(slab, 48, 4, 5);
    INDArray expected = x.mmul(y);
    INDArray out = part(slab, 80, 3, 5);
    gpu.prepare(Product.of(x, y, out), memory).run();
    assertEquals(1, GPU.memory().size());
    GPU.memory().download(out);
    assertTrue(expected.sub(out).amaxNumber().doubleValue() < 1e-5);
  }

  private static INDArray part(INDArray slab, long from, long rows, long columns) {
    return slab.get(NDArrayIndex.interval(from, from + rows * columns))
        .reshape('c', true, rows, columns);
  }

  /** The host reads what a kernel has written, and a kernel what the host has written. */
  @Test
  void stepsOfHostAndGpuSeeTheResultsOfEachOther() {
    INDArray x = random(4, 4);
    INDArray y = nan(DataType.FLOAT, 4, 4);
    INDArray z = nan(DataType.FLOAT, 4, 4);
    INDArray out = nan(DataType.FLOAT, 4, 4);
    List<Runnable> steps =
        List.of(
            gpu.prepare(Product.of(x, x, y), memory),
            gpu.prepare(nativeOp("sigmoid", z, new long[0], y), memory),
            gpu.prepare(Product.of(z, x, out), memory));
    for (int run = 0; run < 2; run++) {
      steps.forEach(Runnable::run);
      GPU.memory().download(out);
      INDArray expected = Nd4j.nn().sigmoid(x.mmul(x)).mmul(x);
      assertTrue(expected.sub(out).amaxNumber().doubleValue() < 1e-5);
      x.muli(0.5);
      GPU.memory().changed(x);
    }
  }

  private NativeOp nativeOp(String name, INDArray out, long[] arguments, INDArray... in) {
    DynamicCustomOp op = DynamicCustomOp.builder(name).addInputs(in).addOutputs(out).build();
    op.addIArgument(arguments);
    OpContext context = memory.keep(Nd4j.getExecutioner().buildContext());
    context.setInputArrays(in);
    context.setOutputArrays(out);
    context.setIArguments(arguments);
    return new NativeOp(op, context);
  }

  @Test
  void attentionOverPackedSequences() {
    int rows = 9;
    int length = 4;
    Attention.Size size = new Attention.Size(rows, 12, 3, 3, length);
    int[] slotOfRow = {0, 4, 8, 1, 5, 2, 6, 7, 0}; // the last row is padding
    int[] rowOfSlot = {0, 3, 5, 9, 1, 4, 6, 7, 2, 9, 9, 9};
    INDArray mask = kept(Nd4j.zeros(DataType.FLOAT, 3, 1, 1, length));
    for (int slot = 0; slot < rowOfSlot.length; slot++) {
      mask.putScalar(
          new int[] {slot / length, 0, 0, slot % length}, rowOfSlot[slot] == 9 ? -10_000 : 0);
    }
    INDArray q = random(rows, 12);
    INDArray k = random(rows, 12);
    INDArray v = random(rows, 12);
    INDArray slots = ids(slotOfRow);
    INDArray places = ids(rowOfSlot);
    INDArray scratch = nan(DataType.FLOAT, AttentionKernel.memoryShape(size));
    compare(out -> new Attention(size, 0.3f, q, k, v, mask, places, slots, out, scratch), rows, 12);
  }

  @Test
  void updatesOfAdam() {
    AdamUpdate.Rates rates = new AdamUpdate.Rates(0.99, 0.9, 0.999, 0.7, 1e-2, 1.3, 1e-8);
    INDArray gradient = random(5003);
    List<INDArray> results = new ArrayList<>();
    for (StepRunner device : List.of(cpu, gpu)) {
      seed = 100;
      INDArray values = random(5003);
      INDArray first = random(5003);
      INDArray second = random(5003);
      second.muli(second);
      device.prepare(new AdamUpdate(rates, values, gradient, first, second), memory).run();
      for (INDArray array : List.of(values, first, second)) {
        GPU.memory().download(array);
        results.add(array);
      }
    }
    for (int i = 0; i < 3; i++) {
      assertTrue(results.get(i).sub(results.get(i + 3)).amaxNumber().doubleValue() < 1e-6);
    }
  }

  @Test
  void sumsOfSquares() {
    INDArray x = random(10_007);
    compare(out -> new SumOfSquares(x, out), () -> nan(DataType.DOUBLE, 1));
  }

  /** All instructions, with rows that are not a multiple of a warp. */
  @ParameterizedTest
  @CsvSource({"70,37", "5,700", "300,1", "1,33"})
  void tilePrograms(int rows, int columns) {
    INDArray x = random(rows, columns);
    INDArray row = random(columns);
    INDArray column = random(rows, 1);
    INDArray sums = nan(DataType.FLOAT, columns);
    INDArray sumsOnCpu = nan(DataType.FLOAT, columns);
    INDArray key = kept(Nd4j.createFromArray(new long[] {5}));
    INDArray sumOfRow = nan(DataType.FLOAT, rows, 1);
    Matrix matrix = new Matrix(rows, columns);
    for (boolean reduces : new boolean[] {false, true}) {
      for (boolean sumsColumns : new boolean[] {false, true}) {
        compare(
            out ->
                program(
                    matrix,
                    reduces,
                    sumsColumns,
                    List.of(x, row, column, key, sumOfRow, out),
                    arrays.get(arrays.size() - 1) == out ? sums : sumsOnCpu),
            rows,
            columns);
        if (sumsColumns) {
          GPU.memory().download(sums);
          double largest = Math.max(1, sumsOnCpu.amaxNumber().doubleValue());
          assertTrue(sums.sub(sumsOnCpu).amaxNumber().doubleValue() <= TOLERANCE * largest * 4);
        }
      }
    }
  }

  private static TileProgram program(
      Matrix matrix, boolean reduces, boolean sumsColumns, List<INDArray> in, INDArray sums) {
    ImmutableList.Builder<Instruction> steps = ImmutableList.builder();
    steps.add(new Instruction.LoadFull(in.get(0), 0));
    steps.add(new Instruction.LoadColumn(in.get(2), 0));
    steps.add(new Instruction.Draw(new Uniform(in.get(3), 2), 2));
    steps.add(new Instruction.Unary(Kind.BELOW, 0.8f, false, 2, 2));
    steps.add(new Instruction.Binary(Kind.MULTIPLY, false, 0, 2, 0));
    steps.add(new Instruction.Binary(Kind.ADD, false, 0, 1, 0));
    steps.add(new Instruction.BinaryByRow(Kind.SUBTRACT, 0, 0, 0));
    if (reduces) {
      steps.add(new Instruction.ReduceRows(Kind.ROW_MAX, 0, 1));
      steps.add(new Instruction.BinaryByRow(Kind.SUBTRACT, 0, 1, 0));
      steps.add(new Instruction.Unary(Kind.EXP, 0, false, 0, 0));
      steps.add(new Instruction.ReduceRows(Kind.ROW_SUM, 0, 1));
      steps.add(new Instruction.StoreColumn(1, in.get(4)));
      steps.add(new Instruction.Unary(Kind.POWER, -1, true, 1, 1));
      steps.add(new Instruction.BinaryByRow(Kind.MULTIPLY, 0, 1, 0));
      steps.add(new Instruction.Expand(1, 2));
      steps.add(new Instruction.Binary(Kind.MULTIPLY, false, 0, 2, 0));
    }
    steps.add(new Instruction.Unary(Kind.ERF, 0, false, 0, 2));
    steps.add(new Instruction.Binary(Kind.MULTIPLY, false, 0, 2, 0));
    if (sumsColumns) {
      steps.add(new Instruction.AddRows(0, 3));
    }
    steps.add(new Instruction.StoreFull(0, in.get(5)));
    return new TileProgram(
        matrix,
        4,
        2,
        ImmutableList.of(new Instruction.LoadRow(in.get(1), 1)),
        steps.build(),
        sumsColumns ? ImmutableList.of(new TileProgram.ColumnSum(3, sums)) : ImmutableList.of());
  }

  @Test
  void memoryThatDoesNotSufficeIsOneClearError() {
    CudaException error = assertThrows(CudaException.class, () -> GPU.driver().allocate(1L << 50));
    assertTrue(error.getMessage().contains(String.valueOf(1L << 50)), error.getMessage());
    assertEquals(0, GPU.memory().bytes());
  }
}
