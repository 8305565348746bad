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
 * Shows steps, time taken and left, steps per second, the last step's loss, and the memory that the
 * process holds (on Linux all that is resident, elsewhere the used Java heap).
 *
 * <p>Speed and time left are those since the first step ended, which takes longer than the others,
 * and leave out the steps of earlier runs that this one goes on from.
 *
 * <p>On a terminal it is a bar on the error stream that is redrawn every second. Elsewhere (a log
 * file, a build server) it is a line at the start, at the end, and at most every ten seconds in
 * between. It never writes to the output stream.
 */
public final class ProgressBar implements TrainingListener {

  private static final int TERMINAL_MILLIS = 1000;
  private static final int LINE_MILLIS = 10_000;
  private static final int LINE_LENGTH = 120;
  private static final double MEGABYTE = 1e6;

  private final Optional<Consumer<String>> lines;
  private Optional<me.tongfei.progressbar.ProgressBar> bar = Optional.empty();
  private boolean timed;

  /** A bar on the error stream if the process has a terminal, else lines there. */
  @SuppressWarnings("SystemConsoleNull") // from JDK 22 on it draws the bar in either case
  public ProgressBar() {
    this.lines = System.console() == null ? Optional.of(System.err::println) : Optional.empty();
  }

  /** Lines for a consumer, which is called by a thread of the progress bar's. */
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

  /** Drops a line equal to the one before: the bar draws its last state twice. */
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
      shown.pause().resume(); // the clock starts here
      timed = true;
    }
  }

  @Override
  public void onEnd() {
    bar.ifPresent(me.tongfei.progressbar.ProgressBar::close);
    bar = Optional.empty();
  }
}
