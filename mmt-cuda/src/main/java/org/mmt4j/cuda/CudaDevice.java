package org.mmt4j.cuda;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.device.StepRunner;
import org.mmt4j.graph.ir.AdamUpdate;
import org.mmt4j.graph.ir.Attention;
import org.mmt4j.graph.ir.Copy;
import org.mmt4j.graph.ir.NativeOp;
import org.mmt4j.graph.ir.Product;
import org.mmt4j.graph.ir.Random;
import org.mmt4j.graph.ir.Round;
import org.mmt4j.graph.ir.RowGather;
import org.mmt4j.graph.ir.RowSum;
import org.mmt4j.graph.ir.Step;
import org.mmt4j.graph.ir.SumOfSquares;
import org.mmt4j.graph.ir.TileProgram;
import org.mmt4j.graph.memory.OwnedMemory;
import org.mmt4j.graph.memory.RowMajor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * Runs the steps of one compiled graph on a GPU. The host runs those without a kernel, on copies of
 * their arrays.
 */
final class CudaDevice implements StepRunner {

  private static final int COPIED_AXES = 4;
  private static final int MOST_SLOTS = 1024;
  private static final int WARPS = 4; // of a block of attention
  private static final int THREADS = 128; // of a block: kernels.cu
  private static final int SQUARE_BLOCKS = 128; // at most SQUARE_THREADS
  private static final int SQUARE_THREADS = 256;

  private final CudaAccelerator gpu;
  private final StepRunner host;
  private final Precision precision;
  private final Scratch scratch;

  CudaDevice(CudaAccelerator gpu, StepRunner host, Precision precision) {
    this.gpu = gpu;
    this.host = host;
    this.precision = precision;
    this.scratch = new Scratch(gpu.driver());
  }

  @Override
  public boolean roundsFactors() {
    return precision == Precision.BFLOAT16;
  }

  @Override
  public Runnable prepare(Step step, OwnedMemory memory) {
    return kernel(step, memory).orElseGet(() -> onHost(step, memory));
  }

  private Runnable onHost(Step step, OwnedMemory memory) {
    gpu.countHostStep(HostStep.name(step));
    return new HostStep(step, host.prepare(step, memory), gpu.memory());
  }

  /** Returns the code of a step on the GPU, or empty if there is none for it. */
  private Optional<Runnable> kernel(Step step, OwnedMemory memory) {
    if (step instanceof Product product) {
      return gpu.products().prepare(product, precision);
    } else if (step instanceof Round round) {
      return Optional.of(round(round, memory));
    } else if (step instanceof TileProgram program) {
      return Optional.of(tiles(program, memory));
    } else if (step instanceof Random random) {
      return Optional.of(draw(random, memory));
    } else if (step instanceof RowSum sum) {
      return rows(sum.x(), sum.ids(), sum.out()) ? Optional.of(sum(sum, memory)) : Optional.empty();
    } else if (step instanceof RowGather gather) {
      return rows(gather.x(), gather.ids(), gather.out())
          ? Optional.of(gather(gather, memory))
          : Optional.empty();
    } else if (step instanceof Attention attention) {
      return attention.size().length() <= MOST_SLOTS
          ? Optional.of(attention(attention, memory))
          : Optional.empty();
    } else if (step instanceof Copy copy) {
      return copy(copy.from(), copy.to(), memory);
    } else if (step instanceof AdamUpdate update) {
      return Optional.of(adam(update, memory));
    } else if (step instanceof SumOfSquares squares) {
      return Optional.of(squares(squares, memory));
    } else if (step instanceof NativeOp op) {
      return Moves.of(op, memory)
          .flatMap(copies -> copies(copies, memory))
          .or(() -> oneHot(op, memory));
    }
    return Optional.empty();
  }

  private KernelCall.Builder call() {
    return new KernelCall.Builder(gpu.driver(), gpu.memory());
  }

  private Runnable tiles(TileProgram program, OwnedMemory memory) {
    TileSource source = TileSource.of(program);
    Kernels.Tile kernels = gpu.code().tile(source, memory);
    KernelCall.Builder main = call().number(source.rows());
    source.inputs().forEach(main::in);
    source.outputs().forEach(main::out);
    if (source.sums().isEmpty()) {
      return main.build(kernels.main(), source.grid(), memory);
    }
    long partial =
        scratch(
            (long) source.chunks() * source.sums().size() * source.columns() * Float.BYTES, memory);
    Runnable first = main.number(partial).build(kernels.main(), source.grid(), memory);
    KernelCall.Builder finish = call().number(source.chunks()).number(partial);
    source.sums().forEach(finish::out);
    Runnable second = finish.build(kernels.finish(), Grid.of(source.columns()), memory);
    return () -> {
      first.run();
      second.run();
    };
  }

  /** Returns memory for partial sums. */
  private long scratch(long bytes, OwnedMemory memory) {
    if (scratch.isEmpty()) {
      memory.keep((AutoCloseable) scratch);
    }
    return scratch.address(bytes);
  }

  private Runnable draw(Random random, OwnedMemory memory) {
    return call()
        .number(random.out().length())
        .in(random.numbers().seed())
        .number(random.numbers().operation())
        .out(random.out())
        .build(gpu.code().byHand("draw"), Grid.of(random.out().length()), memory);
  }

  private static boolean rows(INDArray x, INDArray ids, INDArray out) {
    return Stream.of(x, out)
            .allMatch(array -> array.dataType() == DataType.FLOAT && RowMajor.isContiguous(array))
        && ids.dataType() == DataType.INT32
        && out.length() > 0;
  }

  private Runnable sum(RowSum sum, OwnedMemory memory) {
    return call()
        .number(sum.x().size(0))
        .number(sum.x().size(1))
        .in(sum.x())
        .in(sum.ids())
        .out(sum.out())
        .build(gpu.code().byHand("sum_rows"), perRow(sum.out()), memory);
  }

  private Runnable gather(RowGather gather, OwnedMemory memory) {
    return call()
        .number(gather.x().size(1))
        .in(gather.x())
        .in(gather.ids())
        .out(gather.out())
        .build(gpu.code().byHand("gather"), perRow(gather.out()), memory);
  }

  /** Returns a grid with a block for each row. */
  private static Grid perRow(INDArray matrix) {
    return new Grid(Math.toIntExact(matrix.size(0)), 1, THREADS);
  }

  private Runnable attention(Attention step, OwnedMemory memory) {
    Attention.Size size = step.size();
    return call()
        .number(size.rows())
        .number(size.hiddenSize())
        .number(size.heads())
        .number(size.length())
        .number(step.scale())
        .in(step.queries())
        .in(step.keys())
        .in(step.values())
        .in(step.mask())
        .in(step.rowOfSlot())
        .in(step.slotOfRow())
        .out(step.output())
        .build(
            gpu.code().byHand("attention"),
            new Grid((size.rows() + WARPS - 1) / WARPS, size.heads(), THREADS),
            memory);
  }

  private Optional<Runnable> copies(List<Copy> copies, OwnedMemory memory) {
    List<Optional<Runnable>> prepared =
        copies.stream().map(copy -> copy(copy.from(), copy.to(), memory)).toList();
    return prepared.stream().allMatch(Optional::isPresent)
        ? Optional.of(() -> prepared.forEach(copy -> copy.ifPresent(Runnable::run)))
        : Optional.empty();
  }

  /** Rows that are 0 but for a number at the id of the row. */
  private Optional<Runnable> oneHot(NativeOp step, OwnedMemory memory) {
    if (!step.op().opName().equals("onehot") || step.context().numInputArguments() != 1) {
      return Optional.empty();
    }
    INDArray ids = step.context().getInputArrays().get(0);
    INDArray out = step.context().getOutputArrays().get(0);
    DynamicCustomOp op = (DynamicCustomOp) step.op();
    boolean rows = out.rank() == 2 && (op.iArgs()[0] == 1 || op.iArgs()[0] == -1);
    if (!rows || !rows(out, ids, out) || !RowMajor.isContiguous(ids)) {
      return Optional.empty();
    }
    boolean given = op.tArgs().length == 2;
    return Optional.of(
        call()
            .number(out.length())
            .number(out.size(1))
            .number(given ? (float) op.tArgs()[0] : 1)
            .number(given ? (float) op.tArgs()[1] : 0)
            .in(ids)
            .out(out)
            .build(gpu.code().byHand("one_hot"), Grid.of(out.length()), memory));
  }

  private Optional<Runnable> copy(INDArray from, INDArray to, OwnedMemory memory) {
    int rank = from.rank();
    boolean supported =
        rank <= COPIED_AXES
            && from.dataType() == DataType.FLOAT
            && to.dataType() == DataType.FLOAT
            && from.length() > 0
            && from.length() <= Integer.MAX_VALUE;
    if (!supported) {
      return Optional.empty();
    }
    KernelCall.Builder call = call().number(from.length());
    for (int axis = 1; axis < COPIED_AXES; axis++) {
      call.number(axis < COPIED_AXES - rank ? 1 : from.size(axis - COPIED_AXES + rank));
    }
    for (INDArray array : List.of(from, to)) {
      for (int axis = 0; axis < COPIED_AXES; axis++) {
        call.number(axis < COPIED_AXES - rank ? 0 : array.stride(axis - COPIED_AXES + rank));
      }
    }
    return Optional.of(
        call.in(from).out(to).build(gpu.code().byHand("copy"), Grid.of(from.length()), memory));
  }

  private Runnable round(Round step, OwnedMemory memory) {
    INDArray from = step.from(); // a matrix: RoundedFactors
    return call()
        .number(from.length())
        .number(from.size(1))
        .number(from.stride(0))
        .number(from.stride(1))
        .in(from)
        .out(step.to())
        .build(gpu.code().byHand("round_bfloat16"), Grid.of(from.length()), memory);
  }

  private Runnable adam(AdamUpdate step, OwnedMemory memory) {
    AdamUpdate.Rates rates = step.rates();
    return call()
        .number(step.values().length())
        .number((float) rates.keep())
        .number((float) rates.decay1())
        .number((float) ((1 - rates.decay1()) * rates.scale()))
        .number((float) rates.decay2())
        .number((float) ((1 - rates.decay2()) * rates.scale() * rates.scale()))
        .number((float) rates.rate())
        .number((float) rates.rootScale())
        .number((float) rates.epsilon())
        .out(step.values())
        .in(step.gradient())
        .out(step.first())
        .out(step.second())
        .build(gpu.code().byHand("adam"), Grid.of(step.values().length()), memory);
  }

  private Runnable squares(SumOfSquares step, OwnedMemory memory) {
    long partial = scratch((long) SQUARE_BLOCKS * Double.BYTES, memory);
    Runnable first =
        call()
            .number(step.x().length())
            .in(step.x())
            .number(partial)
            .build(
                gpu.code().byHand("squares"), new Grid(SQUARE_BLOCKS, 1, SQUARE_THREADS), memory);
    Runnable second =
        call()
            .number(SQUARE_BLOCKS)
            .number(partial)
            .out(step.sum())
            .build(gpu.code().byHand("total"), new Grid(1, 1, SQUARE_THREADS), memory);
    return () -> {
      first.run();
      second.run();
    };
  }
}
