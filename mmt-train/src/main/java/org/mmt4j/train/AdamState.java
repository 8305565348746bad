package org.mmt4j.train;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.mmt4j.graph.Finite;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.ir.AdamUpdate;
import org.mmt4j.graph.kernel.AdamKernel;
import org.mmt4j.graph.memory.Twins;
import org.mmt4j.train.GradientSet.RowGradient;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * {@link Adam} over the parameters of a training. Rows of a lookup table that no batch has looked
 * up yet have m = v = 0. Only weight decay changes them, so their moments are not stored. All other
 * rows are updated in every step, as in PyTorch.
 */
final class AdamState implements AutoCloseable {

  private static final String FIRST = "exp_avg."; // PyTorch's names
  private static final String SECOND = "exp_avg_sq.";

  private record Moments(INDArray first, INDArray second) {}

  private final Parameters parameters;
  private final Adam settings;
  private final ToDoubleFunction<String> rateFactor;
  private final double maxNorm;
  private final Map<String, Moments> dense = new LinkedHashMap<>();
  private final Map<String, TouchedRows> rows = new LinkedHashMap<>();
  private final Optional<DeviceAdam> device; // empty for the CPU
  private INDArray scratch; // two parts, each as long as the largest parameter so far
  private int step;

  /**
   * Creates the state with all moments 0.
   *
   * @param rateFactor returns the factor of a parameter's learning rate
   * @param maxNorm largest norm of the gradients over all parameters; larger gradients are scaled
   *     down to it
   */
  AdamState(
      Parameters parameters, Adam settings, ToDoubleFunction<String> rateFactor, double maxNorm) {
    this.parameters = parameters;
    this.settings = settings;
    this.rateFactor = rateFactor;
    this.maxNorm = maxNorm;
    this.device =
        parameters.dataType() == DataType.FLOAT
            ? parameters.device().accelerator().map(DeviceAdam::new)
            : Optional.empty();
    this.scratch = Nd4j.createUninitialized(parameters.dataType(), 2);
  }

  /** Takes one step. Does not change the gradients. */
  void update(GradientSet gradients, double rate) {
    Map<String, INDArray> sums = new LinkedHashMap<>(); // by table: one row per touched row
    for (RowGradient row : gradients.rows()) {
      sums.put(row.table(), touched(row.table()).sum(row.ids(), row.gradient()));
    }
    double scale = scale(gradients.whole(), sums);
    gradients.whole().forEach((name, gradient) -> update(name, gradient, scale, rate));
    sums.forEach((name, sum) -> updateRows(name, sum, scale, rate));
    step++;
  }

  private TouchedRows touched(String table) {
    return rows.computeIfAbsent(table, name -> new TouchedRows(parameters.get(name)));
  }

  /**
   * Returns the factor that limits the norm over all gradients to {@code maxNorm} (Pascanu et al.
   * 2013).
   */
  private double scale(Map<String, INDArray> whole, Map<String, INDArray> sums) {
    if (maxNorm == Double.POSITIVE_INFINITY) {
      return 1;
    }
    double squares = 0;
    for (INDArray gradient : whole.values()) {
      squares +=
          device.isPresent()
              ? device.get().sumOfSquares(gradient)
              : square(Twins.download(gradient).norm2Number().doubleValue());
    }
    for (INDArray sum : sums.values()) {
      squares += square(sum.norm2Number().doubleValue());
    }
    return Math.min(1, maxNorm / Math.sqrt(squares));
  }

  private static double square(double x) {
    return x * x;
  }

  private void update(String name, INDArray gradient, double scale, double rate) {
    double own = rate * rateFactor.applyAsDouble(name);
    if (device.isPresent()) {
      INDArray values = parameters.handle(name);
      Moments moments = moments(name, values);
      device.get().update(rates(scale, own), values, gradient, moments.first, moments.second);
      return;
    }
    INDArray values = parameters.get(name);
    Moments moments = moments(name, values);
    decay(values, own);
    update(values, Twins.download(gradient), moments.first, moments.second, scale, own);
  }

  /** Returns whether no value of a parameter is NaN or infinite. Computed where the values are. */
  boolean isFinite(String name) {
    INDArray values = parameters.handle(name);
    if (device.isPresent() && dense.containsKey(name)) {
      return Double.isFinite(device.get().sumOfSquares(values));
    }
    return Finite.isFinite(Twins.download(values));
  }

  private Moments moments(String name, INDArray like) {
    return dense.computeIfAbsent(name, unknown -> zeros(like));
  }

  private AdamUpdate.Rates rates(double scale, double rate) {
    AdamKernel kernel = kernel(scale, rate);
    return new AdamUpdate.Rates(
        1 - rate * settings.weightDecay(),
        kernel.decay1(),
        kernel.decay2(),
        kernel.scale(),
        kernel.rate(),
        kernel.rootScale(),
        kernel.epsilon());
  }

  private void updateRows(String name, INDArray sum, double scale, double rate) {
    double own = rate * rateFactor.applyAsDouble(name);
    decay(parameters.get(name), own);
    touched(name).apply((values, first, second) -> update(values, sum, first, second, scale, own));
  }

  private void decay(INDArray values, double rate) {
    if (settings.weightDecay() > 0) {
      values.muli(1 - rate * settings.weightDecay());
    }
  }

  private void update(
      INDArray values,
      INDArray gradient,
      INDArray first,
      INDArray second,
      double scale,
      double rate) {
    if (AdamKernel.supports(values, gradient, first, second)) {
      kernel(scale, rate).update(values, gradient, first, second);
    } else {
      updateWithOp(values, gradient, first, second, scale, rate);
    }
  }

  private AdamKernel kernel(double scale, double rate) {
    return new AdamKernel(
        settings.beta1(),
        settings.beta2(),
        scale,
        rate / (1 - Math.pow(settings.beta1(), step + 1)),
        1 / Math.sqrt(1 - Math.pow(settings.beta2(), step + 1)),
        settings.epsilon());
  }

  private void updateWithOp(
      INDArray values,
      INDArray gradient,
      INDArray first,
      INDArray second,
      double scale,
      double rate) {
    // ND4J's op adds its epsilon to sqrt(v) before the correction by sqrt(1 - b2^t)
    double epsilon = settings.epsilon() * Math.sqrt(1 - Math.pow(settings.beta2(), step + 1));
    INDArray change = scratch(0, values);
    INDArray scaled = scale == 1 ? gradient : gradient.muli(scale, scratch(1, values));
    DynamicCustomOp kernel =
        DynamicCustomOp.builder("adam_updater")
            .addInputs(scaled, second, first)
            .addOutputs(change, second, first)
            .addFloatingPointArguments(rate, settings.beta1(), settings.beta2(), epsilon)
            .addIntegerArguments(step)
            .build();
    Nd4j.exec(kernel);
    values.subi(change);
  }

  /** Returns scratch memory in the shape of a parameter; the two halves do not overlap. */
  private INDArray scratch(int half, INDArray values) {
    long length = values.length();
    if (scratch.length() < 2 * length) {
      scratch.close();
      scratch = Nd4j.createUninitialized(values.dataType(), 2 * length);
    }
    return scratch
        .get(NDArrayIndex.interval(half * length, (half + 1) * length))
        .reshape(values.shape());
  }

  private static Moments zeros(INDArray like) {
    return new Moments(Nd4j.zerosLike(like), Nd4j.zerosLike(like));
  }

  /** Returns the number of steps taken. */
  int step() {
    return step;
  }

  /** Returns the moments by name; the arrays are live. */
  ImmutableMap<String, INDArray> tensors() {
    ImmutableMap.Builder<String, INDArray> tensors = ImmutableMap.builder();
    dense.forEach(
        (name, moments) -> {
          tensors.put(FIRST + name, Twins.download(moments.first));
          tensors.put(SECOND + name, Twins.download(moments.second));
        });
    rows.forEach((table, touched) -> tensors.putAll(touched.tensors(table)));
    return tensors.buildOrThrow();
  }

  /**
   * Restores the state from copies of the {@link #tensors} of an earlier run.
   *
   * @throws IllegalArgumentException if a tensor is missing, or its type or shape differs from its
   *     parameter's
   */
  void restore(SavedTensors saved, int steps) {
    for (String name : saved.namesAfter(FIRST)) {
      INDArray like = parameters.get(name);
      INDArray first = saved.get(FIRST + name, like.dataType(), like.shape());
      INDArray second = saved.get(SECOND + name, like.dataType(), like.shape());
      dense.put(name, new Moments(first.dup(), second.dup()));
    }
    saved.namesAfter(TouchedRows.IDS).forEach(table -> touched(table).restore(table, saved));
    step = steps;
  }

  @Override
  public void close() {
    scratch.close();
    dense
        .values()
        .forEach(
            moments -> {
              Twins.close(moments.first);
              Twins.close(moments.second);
            });
    device.ifPresent(DeviceAdam::close);
    rows.values().forEach(TouchedRows::close);
  }
}
