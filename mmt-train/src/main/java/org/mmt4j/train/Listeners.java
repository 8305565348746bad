package org.mmt4j.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.mmt4j.graph.Closing;

/**
 * Combines the listeners of a run. All that started are notified of the failure and the end, even
 * if one throws.
 */
final class Listeners implements TrainingListener {

  private final List<TrainingListener> all;
  private final List<TrainingListener> started = new ArrayList<>();

  Listeners(List<TrainingListener> all) {
    this.all = List.copyOf(all);
  }

  @Override
  public void onStart(int totalSteps) {
    for (TrainingListener listener : all) {
      listener.onStart(totalSteps);
      started.add(listener);
    }
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
    Closing.after(failure, calls(listener -> listener.onFailure(failure)));
  }

  /** Throws the first exception of the listeners, with the others as suppressed exceptions. */
  @Override
  public void onEnd() {
    Closing.all(calls(TrainingListener::onEnd));
  }

  private Runnable[] calls(Consumer<TrainingListener> call) {
    return started.stream()
        .map(listener -> (Runnable) () -> call.accept(listener))
        .toArray(Runnable[]::new);
  }
}
