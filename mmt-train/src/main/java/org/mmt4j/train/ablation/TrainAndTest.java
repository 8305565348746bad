package org.mmt4j.train.ablation;

import org.mmt4j.MmtModel;
import org.mmt4j.MmtModelBuilder;
import org.mmt4j.train.evaluation.Evaluator;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/** Trains a setup, including its pre-training, and evaluates it on its test videos. */
public final class TrainAndTest implements Experiment {

  @Override
  public RetrievalMetrics run(Setup setup, long seed) {
    try (MmtModel trained = train(setup, seed)) {
      return Evaluator.of(trained).evaluate(setup.testVideos());
    }
  }

  private static MmtModel train(Setup setup, long seed) {
    try (MmtModel start = start(setup, seed)) {
      return setup.trainer(seed).fit(start, setup.trainingVideos());
    }
  }

  private static MmtModel start(Setup setup, long seed) {
    MmtModelBuilder builder = setup.builder(seed);
    if (setup.pretraining().isEmpty()) {
      return builder.build();
    }
    try (MmtModel pretrained = train(setup.pretraining().get(), seed)) {
      return builder.initializedFrom(pretrained).build();
    }
  }
}
