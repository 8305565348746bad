package org.mmt4j.bench.libtorch;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.mmt4j.bench.Contender;
import org.mmt4j.bench.PaperModel;
import org.mmt4j.bench.Part;
import org.mmt4j.bench.RandomVectors;
import org.mmt4j.bench.Turns;
import org.mmt4j.bench.WorkFiles;
import org.mmt4j.bench.Workload;
import org.mmt4j.graph.device.Precision;

/** The algorithm of the reference with libtorch. */
public final class TorchContender implements Contender {

  private static final int THREADS = 2;
  private static final double DROPOUT = 0.1;

  private final WorkFiles files;
  private final UnaryOperator<PaddedBatch> prepare;

  private TorchContender(Path directory, UnaryOperator<PaddedBatch> prepare) {
    this.files = new WorkFiles(directory);
    this.prepare = prepare;
  }

  /** Creates a contender that pads all batches to the same size, as the reference does. */
  public static TorchContender padded(Path directory) {
    return new TorchContender(directory, UnaryOperator.identity());
  }

  /** Creates a contender that truncates batches to their longest videos and captions. */
  public static TorchContender truncated(Path directory) {
    return new TorchContender(directory, PaddedBatch::truncated);
  }

  @Override
  public ImmutableMap<String, float[]> outputs(Workload workload, Precision precision)
      throws IOException {
    PaddedBatch batch = batch(files.batch(workload));
    Autocast.set(precision);
    try (TorchModel model = model()) {
      return ImmutableMap.of(
          VIDEOS,
          scored(() -> model.videos(batch)),
          CAPTIONS,
          scored(() -> model.captions(batch)),
          SIMILARITIES,
          scored(() -> model.captions(batch).matmul(model.videos(batch).t())),
          LOSSES,
          losses(model, batch));
    }
  }

  private static float[] scored(Supplier<Tensor> work) {
    return Scope.score(() -> Tensors.floats(Autocast.run(work)));
  }

  private static float[] losses(TorchModel model, PaddedBatch batch) {
    float[] losses = new float[STEPS];
    try (Adam adam = model.adam(LEARNING_RATE)) {
      for (int step = 0; step < STEPS; step++) {
        losses[step] = step(model, adam, batch, 0);
      }
    }
    return losses;
  }

  /** Runs one update and returns the loss before it. */
  private static float step(TorchModel model, Adam adam, PaddedBatch batch, double dropout) {
    return Scope.run(
        () -> {
          adam.zero_grad();
          Tensor loss = Autocast.run(() -> model.loss(batch, dropout));
          loss.backward();
          adam.step();
          return loss.item_float();
        });
  }

  @Override
  public void repeat(Part part, Turns turns) throws IOException {
    Autocast.set(part.precision());
    switch (part.task()) {
      case TRAIN -> train(part.workload(), turns);
      case VIDEO -> score(part.workload(), TorchModel::videos, turns);
      case TEXT -> score(part.workload(), TorchModel::captions, turns);
      case SIMILARITY -> multiply(turns);
      case RANK -> rank(turns);
      case STARTUP ->
          throw new IllegalArgumentException(
              "part " + part + ": cannot be repeated in one process");
    }
  }

  private void train(Workload workload, Turns turns) throws IOException {
    PaddedBatch batch = batch(files.batch(workload));
    try (TorchModel model = model();
        Adam adam = model.adam(LEARNING_RATE)) {
      turns.repeat(() -> step(model, adam, batch, DROPOUT));
    }
  }

  private void score(
      Workload workload, BiFunction<TorchModel, PaddedBatch, Tensor> tower, Turns turns)
      throws IOException {
    PaddedBatch batch = batch(files.batch(workload));
    try (TorchModel model = model()) {
      turns.repeat(() -> scored(() -> tower.apply(model, batch)));
    }
  }

  private static void multiply(Turns turns) {
    setUp();
    Tensor videos = matrix(RandomVectors.videos());
    Tensor captions = matrix(RandomVectors.captions());
    turns.repeat(() -> Scope.score(() -> captions.mm(videos.t()).select(0, 0).numel()));
  }

  private static void rank(Turns turns) {
    setUp();
    Tensor vectors = matrix(RandomVectors.videos());
    Tensor query = matrix(RandomVectors.captions()).select(0, 0);
    Tensor videos = vectors.repeat(Part.INDEXED / Part.CAPTIONS, 1);
    turns.repeat(() -> Scope.score(() -> Tensors.floats(videos.mv(query).topk(Part.BEST).get0())));
  }

  private static Tensor matrix(float[][] rows) {
    return Tensor.create(Floats.concat(rows), rows.length, rows[0].length);
  }

  @Override
  public double firstSimilarity() throws IOException {
    PaddedBatch pair = batch(files.pair());
    try (TorchModel model = model()) {
      return scored(() -> model.captions(pair).matmul(model.videos(pair).t()))[0];
    }
  }

  private TorchModel model() throws IOException {
    setUp();
    return TorchModel.read(PaperModel.EXPERTS, files.parameters());
  }

  private PaddedBatch batch(Path file) throws IOException {
    return prepare.apply(PaddedBatch.read(file));
  }

  private static void setUp() {
    torch.set_num_threads(THREADS);
  }
}
