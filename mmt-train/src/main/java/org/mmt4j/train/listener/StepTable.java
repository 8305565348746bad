package org.mmt4j.train.listener;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A CSV file with one row per step, in order; the first column is the step. Every row is passed to
 * the operating system before the next one, so that at most one is lost if the process is killed.
 */
final class StepTable {

  private static final String FIRST_COLUMN = "step";

  private final Path file;

  StepTable(Path file) {
    this.file = file;
  }

  /**
   * Removes the rows from a step on, and an incomplete last row.
   *
   * @throws IllegalArgumentException if the file is not such a table
   * @throws UncheckedIOException if the file cannot be read or truncated
   */
  void truncateFrom(int step) {
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(lengthBefore(Files.readString(file), step));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Returns the number of bytes before the first row of the step or a later one; the file is plain
   * ASCII.
   */
  private int lengthBefore(String text, int step) {
    requireTable(text);
    int end = text.indexOf('\n') + 1;
    for (int next = text.indexOf('\n', end); next >= 0; next = text.indexOf('\n', end)) {
      if (stepOf(text.substring(end, next)) >= step) {
        break;
      }
      end = next + 1;
    }
    return end;
  }

  private void requireTable(String text) {
    if (!text.isEmpty() && !text.startsWith(FIRST_COLUMN + ",")) {
      throw new IllegalArgumentException(
          file
              + ": found \""
              + text.lines().findFirst().orElse("")
              + "\", expected a table whose first column is \""
              + FIRST_COLUMN
              + "\"");
    }
  }

  private int stepOf(String row) {
    String step = row.substring(0, Math.max(0, row.indexOf(',')));
    try {
      return Integer.parseInt(step);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          file + ": found the row \"" + row + "\", expected a row that starts with a step number",
          e);
    }
  }

  /**
   * Appends a row; a new file gets a header.
   *
   * @param columns names of the values
   * @throws IllegalArgumentException if the columns of the file differ
   * @throws UncheckedIOException if the file cannot be read or written
   */
  void append(int step, List<String> columns, List<Double> values) {
    String header = FIRST_COLUMN + "," + String.join(",", columns);
    try {
      if (!Files.exists(file) || Files.size(file) == 0) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        write(header);
      }
      requireColumns(header);
      write(step + "," + values.stream().map(String::valueOf).collect(Collectors.joining(",")));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void requireColumns(String header) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      String found = reader.readLine();
      if (!header.equals(found)) {
        throw new IllegalArgumentException(
            file + ": found the columns " + found + ", expected " + header);
      }
    }
  }

  private void write(String line) throws IOException {
    Files.write(
        file, (line + "\n").getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
  }
}
