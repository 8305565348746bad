package org.mmt4j.train.listener;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.mmt4j.train.StepReport;
import org.mmt4j.train.TrainingListener;

/**
 * Shows steps, elapsed and remaining time, steps per second, the loss of the last step, and the
 * memory of the process (on Linux the resident memory, elsewhere the used Java heap).
 *
 * <p>Speed and remaining time are measured from the end of the first step, which takes longer than
 * the others. They do not count steps of the run from which this one resumes.
 *
 * <p>On a terminal it draws a bar on the error stream every second. Elsewhere (a log file, a build
 * server) it writes a line at the start, at the end, and at most every ten seconds in between. It
 * never writes to the output stream.
 */
public final class ProgressBar implements TrainingListener {

  private static final int TERMINAL_MILLIS = 1000;
  private static final int LINE_MILLIS = 10_000;
  private static final int LINE_LENGTH = 120;
  private static final double MEGABYTE = 1e6;

  private final Optional<Consumer<String>> lines;
  private Optional<me.tongfei.progressbar.ProgressBar> bar = Optional.empty();
  private boolean timed;

  /**
   * Creates a bar on the error stream if the process has a terminal, otherwise lines on the error
   * stream.
   */
  @SuppressWarnings("SystemConsoleNull") // from JDK 22 on, the bar is drawn in both cases
  public ProgressBar() {
    this.lines = System.console() == null ? Optional.of(System.err::println) : Optional.empty();
  }

  /** Creates a listener that passes lines to a consumer; a thread of the progress bar calls it. */
  public ProgressBar(Consumer<String> lines) {
    this.lines = Optional.of(lines);
  }

  @Override
  public void onStart(int totalSteps) {
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName("training")
            .setInitialMax(totalSteps)
            .setUnit(" steps", 1)
            .showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(lines.isPresent() ? LINE_MILLIS : TERMINAL_MILLIS);
    lines.ifPresent(
        consumer ->
            builder.setConsumer(
                new DelegatingProgressBarConsumer(withoutRepetition(consumer), LINE_LENGTH)));
    bar = Optional.of(builder.build());
    timed = false;
  }

  /** Skips a line that equals the previous one, because the bar draws its last state two times. */
  private static Consumer<String> withoutRepetition(Consumer<String> consumer) {
    return new Consumer<>() {
      private String last = "";

      @Override
      public void accept(String line) {
        if (!line.equals(last)) {
          consumer.accept(line);
        }
        last = line;
      }
    };
  }

  @Override
  public void onStep(StepReport report) {
    bar.ifPresent(shown -> show(shown, report));
  }

  private void show(me.tongfei.progressbar.ProgressBar shown, StepReport report) {
    shown.stepTo(report.step());
    shown.setExtraMessage(
        String.format(
            Locale.ROOT, "  loss %.4f, %.0f MB", report.loss(), ResidentMemory.bytes() / MEGABYTE));
    if (!timed) {
      shown.pause().resume(); // starts the clock
      timed = true;
    }
  }

  @Override
  public void onEnd() {
    bar.ifPresent(me.tongfei.progressbar.ProgressBar::close);
    bar = Optional.empty();
  }
}
