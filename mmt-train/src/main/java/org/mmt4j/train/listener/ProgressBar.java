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
 * Shows steps, steps per second, time left and loss.
 *
 * <p>On a terminal it is a bar on the error stream that is redrawn every second. Elsewhere (a log
 * file, a build server) it is a line at the start, at the end, and at most every ten seconds in
 * between. It never writes to the output stream.
 */
public final class ProgressBar implements TrainingListener {

  private static final int TERMINAL_MILLIS = 1000;
  private static final int LINE_MILLIS = 10_000;
  private static final int LINE_LENGTH = 110;

  private final Optional<Consumer<String>> lines;
  private Optional<me.tongfei.progressbar.ProgressBar> bar = Optional.empty();

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
    bar.ifPresent(
        shown ->
            shown
                .stepTo(report.step())
                .setExtraMessage(String.format(Locale.ROOT, "  loss %.4f", report.loss())));
  }

  @Override
  public void onEnd() {
    bar.ifPresent(me.tongfei.progressbar.ProgressBar::close);
    bar = Optional.empty();
  }
}
