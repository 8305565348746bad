package org.mmt4j.train.listener;

import com.google.common.collect.ImmutableMap;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.mmt4j.train.EvaluationReport;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.TrainingListener;

/**
 * Writes a run as event files for TensorBoard ({@code tensorboard --logdir DIRECTORY}). The scalars
 * are
 *
 * <ul>
 *   <li>{@code training/loss}, {@code training/learning_rate} and {@code training/seconds_per_step}
 *       of every step,
 *   <li>the metrics of every evaluation, {@code t2v/R1, ..., v2t/MnR}, and the mean mixture weight
 *       of each expert, {@code mixture_weight/rgb, ...}.
 * </ul>
 *
 * <p>Every run writes its own file. A run that resumes records the step, and TensorBoard discards
 * the events of earlier files from that step on. If the process is killed, at most the last event
 * is lost.
 *
 * <p>Methods throw {@link UncheckedIOException} with the file's name if the file cannot be written.
 */
public final class TensorBoardListener implements TrainingListener {

  private final Path directory;
  private final Clock clock;
  private Optional<EventFile> events = Optional.empty();

  /** Creates a listener that writes its files to a folder. The folder is created if needed. */
  public TensorBoardListener(Path directory) {
    this(directory, Clock.systemUTC());
  }

  TensorBoardListener(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public void onStep(StepReport report) {
    events(report.step() - 1)
        .add(
            report.step(),
            ImmutableMap.of(
                "training/loss", report.loss(),
                "training/learning_rate", report.learningRate(),
                "training/seconds_per_step", report.secondsPerStep()));
  }

  @Override
  public void onEvaluation(EvaluationReport report) {
    ImmutableMap.Builder<String, Double> scalars = ImmutableMap.builder();
    report.metrics().toMap().forEach((name, value) -> scalars.put(name.replace('.', '/'), value));
    report
        .mixtureWeights()
        .forEach((name, weight) -> scalars.put("mixture_weight/" + name, weight));
    events(report.step()).add(report.step(), scalars.buildOrThrow());
  }

  /**
   * Returns the file of the run, which is created at its first event; a run from the start
   * invalidates all earlier files.
   */
  private EventFile events(int stepsBefore) {
    int firstStep = stepsBefore == 0 ? 0 : stepsBefore + 1;
    EventFile file = events.orElseGet(() -> EventFile.start(directory, firstStep, clock));
    events = Optional.of(file);
    return file;
  }

  @Override
  public void onEnd() {
    events.ifPresent(EventFile::close);
    events = Optional.empty();
  }
}
