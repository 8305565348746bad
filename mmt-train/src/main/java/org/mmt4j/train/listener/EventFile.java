package org.mmt4j.train.listener;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TensorBoard event file, {@code events.out.tfevents.SECONDS.mmt.PROCESS.NUMBER}, with records of
 * {@link SummaryEvent}s. TensorBoard reads the files of a folder in order of their names. Its own
 * files have the name of the host instead of "mmt", but to ask for that can take seconds.
 */
final class EventFile implements AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Path path;
  private final TfRecordWriter records;
  private final Clock clock;

  private EventFile(Path path, Clock clock) throws IOException {
    this.path = path;
    this.records = new TfRecordWriter(path);
    this.clock = clock;
  }

  /**
   * Creates the file of a run, and the folder if needed.
   *
   * @throws UncheckedIOException if the file cannot be created
   */
  static EventFile start(Path directory, int firstStep, Clock clock) {
    Path path = directory.resolve(name(clock));
    try {
      Files.createDirectories(directory);
      EventFile file = new EventFile(path, clock);
      try {
        file.write(SummaryEvent.fileVersion(file.wallTime()));
        file.write(SummaryEvent.start(file.wallTime(), firstStep));
      } catch (RuntimeException | Error e) {
        file.close();
        throw e;
      }
      return file;
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private static String name(Clock clock) {
    return String.format(
        Locale.ROOT,
        "events.out.tfevents.%010d.mmt.%d.%d",
        clock.instant().getEpochSecond(),
        ProcessHandle.current().pid(),
        NUMBER.getAndIncrement());
  }

  /**
   * Adds scalars of a step.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  void add(int step, Map<String, Double> scalars) {
    write(SummaryEvent.scalars(wallTime(), step, scalars));
  }

  private void write(byte[] event) {
    try {
      records.write(event);
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private double wallTime() {
    return clock.millis() / 1000.0;
  }

  @Override
  public void close() {
    try {
      records.close();
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private static UncheckedIOException failed(Path path, IOException e) {
    return new UncheckedIOException(path + ": cannot be written: " + e.getMessage(), e);
  }
}
