package org.mmt4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.mmt4j.MmtModel;
import org.mmt4j.graph.Closing;
import org.mmt4j.graph.Parameters;
import org.mmt4j.io.DataFileException;
import org.mmt4j.io.Safetensors;
import org.mmt4j.train.CheckpointStore.Saved;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs the steps of a training with evaluations and checkpoints, from the start or from the newest
 * checkpoint.
 */
final class TrainingLoop implements AutoCloseable {

  private final MmtModel start;
  private final TrainingConfig config;
  private final Fingerprint fingerprint;
  private final Optional<Validation> validation;
  private final Optional<CheckpointStore> checkpoints;
  private final Listeners listeners;
  private final BooleanSupplier stopped;
  private final TrainingRun run;
  private Progress progress = Progress.NONE;
  private Optional<Parameters> best = Optional.empty(); // only with early stopping

  /** Creates a training at its start, or restores it from its newest checkpoint. */
  TrainingLoop(
      MmtModel start,
      TrainingConfig config,
      Fingerprint fingerprint,
      Optional<Validation> validation,
      Optional<CheckpointStore> checkpoints,
      Listeners listeners,
      BooleanSupplier stopped)
      throws IOException {
    this.start = start;
    this.config = config;
    this.fingerprint = fingerprint;
    this.validation = validation;
    this.checkpoints = checkpoints;
    this.listeners = listeners;
    this.stopped = stopped;
    Optional<Saved> saved = checkpoints.isPresent() ? checkpoints.get().newest() : Optional.empty();
    if (saved.isPresent()) {
      fingerprint.require(saved.get().directory(), saved.get().trainer());
    }
    Parameters parameters =
        saved.isPresent() ? start.readParameters(saved.get().model()) : start.copyParameters();
    this.run = run(parameters);
    if (saved.isPresent()) {
      try {
        restore(checkpoints.get(), saved.get());
      } catch (IOException | RuntimeException | Error e) {
        Closing.after(e, this::close);
        throw e;
      }
    }
  }

  private TrainingRun run(Parameters parameters) {
    try {
      MmtModel model = start.withParameters(parameters);
      try {
        return new TrainingRun(model, config);
      } catch (RuntimeException | Error e) {
        Closing.after(e, model::close);
        throw e;
      }
    } catch (RuntimeException | Error e) {
      parameters.close();
      throw e;
    }
  }

  private void restore(CheckpointStore store, Saved saved) throws IOException {
    progress = saved.trainer().progress();
    if (stopsEarly() && progress.bestStep() > 0) {
      best = Optional.of(start.readParameters(store.best(progress.bestStep())));
    }
    Map<String, INDArray> tensors = Safetensors.read(saved.optimizer());
    try {
      run.adam().restore(new SavedTensors(tensors), saved.trainer().step());
    } catch (IllegalArgumentException e) {
      throw new DataFileException(saved.optimizer(), String.valueOf(e.getMessage()), e);
    } finally {
      tensors.values().forEach(INDArray::close);
    }
  }

  /**
   * Takes the remaining steps.
   *
   * @param loader returns a loader of the batches from a given number on
   * @return the last model, or the best one with early stopping
   */
  MmtModel run(IntFunction<BatchLoader> loader) throws IOException {
    int first = run.adam().step() * config.gradientAccumulationSteps();
    try (BatchLoader batches = loader.apply(first)) {
      listeners.onStart(config.steps());
      takeSteps(batches);
      requireFinite(run.adam().step());
    } catch (IOException | RuntimeException | Error e) {
      listeners.onFailure(e);
      Closing.after(e, listeners::onEnd);
      throw e;
    }
    listeners.onEnd();
    Parameters result = best.orElse(run.parameters()).copy();
    try {
      return start.withParameters(result);
    } catch (RuntimeException | Error e) {
      result.close();
      throw e;
    }
  }

  private void takeSteps(BatchLoader batches) throws IOException {
    boolean stops = stopped.getAsBoolean();
    while (run.adam().step() < config.steps() && !isOver() && !stops) {
      requireNotInterrupted();
      StepReport report = run.step(batches);
      listeners.onStep(report);
      stops = stopped.getAsBoolean(); // read once, so that a stopped run has a checkpoint
      afterStep(report.step(), stops);
    }
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

  private void afterStep(int step, boolean stops) throws IOException {
    if (validation.isPresent() && (validation.get().isDue(step) || step == config.steps())) {
      evaluate(validation.get(), step);
    }
    if (checkpoints.isPresent()
        && (checkpoints.get().isDue(step) || step == config.steps() || isOver() || stops)) {
      save(checkpoints.get(), step);
    }
  }

  private void evaluate(Validation videos, int step) throws IOException {
    requireFinite(step);
    EvaluationReport report = videos.evaluate(run.model(), step);
    listeners.onEvaluation(report);
    progress = progress.with(step, videos.score(report));
    if (progress.bestStep() == step) {
      keep(run.model(), step);
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
    Path directory = store.save(step, run.model(), run.adam(), fingerprint.after(step), progress);
    listeners.onCheckpoint(step, directory);
  }

  /**
   * Rejects NaN and infinite parameters, so that they reach no checkpoint, best model or result.
   */
  private void requireFinite(int step) {
    Parameters parameters = run.parameters();
    for (String name : parameters.names()) {
      if (!run.adam().isFinite(name)) {
        throw new TrainingException(
            step,
            "parameter %s after step %d: found NaN or infinite values, expected finite values"
                .formatted(name, step));
      }
    }
  }

  @Override
  public void close() {
    Closing.all(() -> best.ifPresent(Parameters::close), run::close);
  }
}
