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
 * Keeps a run as event files that TensorBoard shows, {@code tensorboard --logdir DIRECTORY}. Their
 * scalars are
 *
 * <ul>
 *   <li>{@code training/loss}, {@code training/learning_rate} and {@code training/seconds_per_step}
 *       of every step,
 *   <li>the metrics of every evaluation, {@code t2v/R1, ..., v2t/MnR}, and the mean mixture weight
 *       of every expert, {@code mixture_weight/rgb, ...}.
 * </ul>
 *
 * <p>Every run writes a file of its own. One that resumes says in it at which step, and TensorBoard
 * drops what earlier files hold of that step and of later ones. A kill loses at most the last
 * event.
 *
 * <p>Methods throw {@link UncheckedIOException} naming the file if it cannot be written.
 */
public final class TensorBoardListener implements TrainingListener {

  private final Path directory;
  private final Clock clock;
  private Optional<EventFile> events = Optional.empty();

  /** Files in a folder, which is made if there is none. */
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

  /** The run's file, made at its first event; a run from the beginning voids all earlier files. */
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
