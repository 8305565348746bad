package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;

/** The listeners of a run as one; all of them hear of its end, whatever another throws. */
final class Listeners implements TrainingListener, AutoCloseable {

  private final ImmutableList<TrainingListener> all;

  Listeners(List<TrainingListener> all) {
    this.all = ImmutableList.copyOf(all);
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
  public void onEnd() {
    Optional<RuntimeException> first = Optional.empty();
    for (TrainingListener listener : all) {
      try {
        listener.onEnd();
      } catch (RuntimeException e) {
        first.ifPresent(before -> before.addSuppressed(e));
        first = first.or(() -> Optional.of(e));
      }
    }
    if (first.isPresent()) {
      throw first.get();
    }
  }

  @Override
  public void close() {
    onEnd();
  }
}
