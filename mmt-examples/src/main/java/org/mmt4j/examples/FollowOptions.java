package org.mmt4j.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mmt4j.train.Trainer;
import org.mmt4j.train.listener.CsvListener;
import org.mmt4j.train.listener.ProgressBar;
import org.mmt4j.train.listener.TensorBoardListener;
import org.mmt4j.train.report.HtmlReportListener;
import picocli.CommandLine.Option;

/** Options for the reports of a training run. The progress bar is always shown. */
final class FollowOptions {

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "HTML page with plots of the run.")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--csv",
      paramLabel = "DIR",
      description = "Folder for steps.csv and evaluations.csv.")
  private Optional<Path> csv = Optional.empty();

  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description = "Folder for event files; view them with tensorboard --logdir DIR.")
  private Optional<Path> tensorboard = Optional.empty();

  /**
   * Adds the listeners.
   *
   * @param facts short lines at the top of the page
   */
  void listen(Trainer trainer, List<String> facts) {
    trainer.listener(new ProgressBar());
    csv.map(CsvListener::new).ifPresent(trainer::listener);
    tensorboard.map(TensorBoardListener::new).ifPresent(trainer::listener);
    report
        .map(file -> new HtmlReportListener(file, "Training on features", facts))
        .ifPresent(trainer::listener);
  }
}
