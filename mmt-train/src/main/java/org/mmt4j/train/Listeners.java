package org.mmt4j.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Combines the listeners of a run. All are notified of the failure and the end, even if one throws.
 */
final class Listeners implements TrainingListener, AutoCloseable {

  private final List<TrainingListener> all;

  Listeners(List<TrainingListener> all) {
    this.all = List.copyOf(all);
  }

  @Override
  public void onStart(int totalSteps) {
    all.forEach(listener -> listener.onStart(totalSteps));
  }

  @Override
  public void onStep(StepReport report) {
    all.forEach(listener -> listener.onStep(report));
  }

  @Override
  public void onEvaluation(EvaluationReport report) {
    all.forEach(listener -> listener.onEvaluation(report));
  }

  @Override
  public void onCheckpoint(int step, Path directory) {
    all.forEach(listener -> listener.onCheckpoint(step, directory));
  }

  /** Adds exceptions of the listeners to the failure as suppressed exceptions. */
  @Override
  public void onFailure(Throwable failure) {
    callAll(listener -> listener.onFailure(failure)).ifPresent(failure::addSuppressed);
  }

  @Override
  public void onEnd() {
    Optional<RuntimeException> thrown = callAll(TrainingListener::onEnd);
    if (thrown.isPresent()) {
      throw thrown.get();
    }
  }

  /** Calls all listeners; returns the first exception, with the others as suppressed exceptions. */
  private Optional<RuntimeException> callAll(Consumer<TrainingListener> call) {
    Optional<RuntimeException> first = Optional.empty();
    for (TrainingListener listener : all) {
      try {
        call.accept(listener);
      } catch (RuntimeException e) {
        first.ifPresent(before -> before.addSuppressed(e));
        first = first.or(() -> Optional.of(e));
      }
    }
    return first;
  }

  @Override
  public void close() {
    onEnd();
  }
}
