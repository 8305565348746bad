package org.mmt4j.train;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import org.mmt4j.MmtModel;
import org.mmt4j.graph.Finite;
import org.mmt4j.graph.Parameters;
import org.mmt4j.io.Safetensors;
import org.mmt4j.train.CheckpointStore.Saved;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Step after step, with evaluations and checkpoints between them, from the start or from the newest
 * checkpoint on.
 */
final class TrainingLoop implements AutoCloseable {

  private final MmtModel start;
  private final TrainingSettings settings;
  private final Fingerprint fingerprint;
  private final Optional<Validation> validation;
  private final Optional<CheckpointStore> checkpoints;
  private final Listeners listeners;
  private final TrainingRun run;
  private Progress progress = Progress.NONE;
  private Optional<Parameters> best = Optional.empty(); // where training may stop early

  /** A training where it starts, or where its newest checkpoint was written. */
  TrainingLoop(
      MmtModel start,
      TrainingSettings settings,
      Fingerprint fingerprint,
      Optional<Validation> validation,
      Optional<CheckpointStore> checkpoints,
      Listeners listeners)
      throws IOException {
    this.start = start;
    this.settings = settings;
    this.fingerprint = fingerprint;
    this.validation = validation;
    this.checkpoints = checkpoints;
    this.listeners = listeners;
    Optional<Saved> saved = checkpoints.isPresent() ? checkpoints.get().newest() : Optional.empty();
    if (saved.isPresent()) {
      fingerprint.require(saved.get().directory(), saved.get().trainer());
    }
    Parameters parameters =
        saved.isPresent() ? start.readParameters(saved.get().model()) : start.copyParameters();
    this.run = new TrainingRun(start.network(), parameters, settings);
    if (saved.isPresent()) {
      try {
        restore(checkpoints.get(), saved.get());
      } catch (IOException | RuntimeException e) {
        close();
        throw e;
      }
    }
  }

  private void restore(CheckpointStore store, Saved saved) throws IOException {
    progress = saved.trainer().progress();
    if (stopsEarly() && progress.bestStep() > 0) {
      best = Optional.of(start.readParameters(store.best(progress.bestStep())));
    }
    ImmutableMap<String, INDArray> tensors = Safetensors.read(saved.optimizer());
    try {
      run.adam().restore(new SavedTensors(tensors), saved.trainer().step());
    } catch (IllegalArgumentException e) {
      throw new IOException(saved.optimizer() + ": " + e.getMessage(), e);
    } finally {
      tensors.values().forEach(INDArray::close);
    }
  }

  /**
   * Takes the steps that are left.
   *
   * @param loader gives the batches from a number on
   * @return the last model, or the best where training may stop early
   */
  MmtModel run(IntFunction<BatchLoader> loader) throws IOException {
    int first = run.adam().step() * settings.gradientAccumulationSteps();
    try (Listeners following = listeners;
        BatchLoader batches = loader.apply(first)) {
      following.onStart(settings.steps());
      while (run.adam().step() < settings.steps() && !isOver()) {
        requireNotInterrupted();
        StepReport report = run.step(batches);
        following.onStep(report);
        afterStep(report.step());
      }
    }
    requireFinite(run.adam().step());
    return best.isPresent() ? MmtModel.of(start.network(), best.get().copy()) : run.model();
  }

  private static void requireNotInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("training: interrupted");
    }
  }

  private boolean stopsEarly() {
    return validation.isPresent() && validation.get().stopsEarly();
  }

  private boolean isOver() {
    return validation.isPresent() && validation.get().isOver(progress);
  }

  private void afterStep(int step) throws IOException {
    if (validation.isPresent() && (validation.get().isDue(step) || step == settings.steps())) {
      evaluate(validation.get(), step);
    }
    if (checkpoints.isPresent()
        && (checkpoints.get().isDue(step) || step == settings.steps() || isOver())) {
      save(checkpoints.get(), step);
    }
  }

  private void evaluate(Validation videos, int step) throws IOException {
    requireFinite(step);
    try (MmtModel model = run.model()) {
      EvaluationReport report = videos.evaluate(model, step);
      listeners.onEvaluation(report);
      progress = progress.with(step, videos.score(report));
      if (progress.bestStep() == step) {
        keep(model, step);
      }
    }
  }

  private void keep(MmtModel model, int step) throws IOException {
    if (stopsEarly()) {
      best.ifPresent(Parameters::close);
      best = Optional.of(model.copyParameters());
    }
    if (checkpoints.isPresent()) {
      checkpoints.get().saveBest(step, model);
    }
  }

  private void save(CheckpointStore store, int step) throws IOException {
    requireFinite(step);
    try (MmtModel model = run.model()) {
      store.save(step, model, run.adam(), fingerprint.after(step), progress);
    }
  }

  /** What is not finite must be no model: not a checkpoint, nor the best, nor the result. */
  private void requireFinite(int step) {
    Parameters parameters = run.parameters();
    for (String name : parameters.names()) {
      if (!Finite.all(parameters.get(name))) {
        throw new IllegalStateException(
            "parameter %s after step %d: found NaN or infinite values, expected finite ones"
                .formatted(name, step));
      }
    }
  }

  @Override
  public void close() {
    best.ifPresent(Parameters::close);
    run.close();
  }
}
