package org.mmt4j.train;

import java.util.List;
import java.util.function.UnaryOperator;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideo;

/**
 * A training with its model and data, for tests to change and run.
 *
 * @param config changes of the configuration
 * @param trainer changes of the trainer
 */
public record SmallRun(
    MmtModel start,
    List<CaptionedVideo> videos,
    UnaryOperator<TrainingConfig.Builder> config,
    UnaryOperator<Trainer> trainer) {

  public static SmallRun of(MmtModel start, List<CaptionedVideo> videos) {
    return new SmallRun(start, videos, config -> config, trainer -> trainer);
  }

  public SmallRun with(UnaryOperator<TrainingConfig.Builder> change) {
    return new SmallRun(start, videos, builder -> change.apply(config.apply(builder)), trainer);
  }

  public SmallRun by(UnaryOperator<Trainer> change) {
    return new SmallRun(start, videos, config, made -> change.apply(trainer.apply(made)));
  }

  Trainer build() {
    return trainer.apply(Trainer.of(config.apply(TrainingConfig.builder()).build()));
  }

  public MmtModel run() {
    return build().fit(start, videos);
  }
}
