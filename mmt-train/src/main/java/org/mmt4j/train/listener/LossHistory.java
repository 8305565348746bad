package org.mmt4j.train.listener;

import java.util.ArrayList;
import java.util.List;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.TrainingListener;

/** Collects the loss of every step; a new run clears it. */
public final class LossHistory implements TrainingListener {

  private final List<Double> losses = new ArrayList<>();

  @Override
  public void onStart(int totalSteps) {
    losses.clear();
  }

  @Override
  public void onStep(StepReport report) {
    losses.add(report.loss());
  }

  /** Returns the losses so far, in order of steps. */
  public List<Double> losses() {
    return List.copyOf(losses);
  }
}
