package org.mmt4j.train.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.mmt4j.text.Bert;
import org.mmt4j.text.BertPooling;
import org.mmt4j.train.LearningRateSchedule;
import org.mmt4j.train.listener.LossHistory;

final class TrainAndTestTest {

  private static final Bert BERT = SmallSetup.bert(BertPooling.CLS);
  private static final Experiment EXPERIMENT = new TrainAndTest();

  private final LossHistory losses = new LossHistory();
  private final Setup setup =
      SmallSetup.of(BERT)
          .withTraining(config -> config.learningRate(LearningRateSchedule.constant(0.01)))
          .withTrainer(trainer -> trainer.listener(losses));

  @AfterAll
  static void close() {
    BERT.close();
  }

  @Test
  void sameSeedGivesTheSameMetrics() {
    assertEquals(EXPERIMENT.run(setup, 1), EXPERIMENT.run(setup, 1));
  }

  @Test
  void evaluatesOnTheTestVideos() {
    assertEquals(4, EXPERIMENT.run(setup, 1).textToVideo().queries());
  }

  @Test
  void startsFromPretrainedParametersOfFewerExperts() {
    double scratch = firstLoss(setup);
    double tuned =
        firstLoss(
            setup.pretrainedBy(
                SmallSetup.of(BERT)
                    .withExperts(List.of("audio"))
                    .withTraining(t -> t.learningRate(LearningRateSchedule.constant(0.01)))));
    assertNotEquals(scratch, tuned);
  }

  private double firstLoss(Setup setup) {
    EXPERIMENT.run(setup, 1);
    return losses.losses().get(0);
  }
}
