package org.mmt4j.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeMap;

/** The largest differences: a line {@code case kind largest} for each case and kind. */
final class GoldenReport {

  private final TreeMap<String, Double> largest = new TreeMap<>();

  /** Records a difference. */
  void add(String name, String kind, double difference) {
    largest.merge(name + " " + kind, difference, Math::max);
  }

  void write(Path file) throws IOException {
    Collection<String> lines =
        largest.entrySet().stream()
            .map(line -> "%s %.1e".formatted(line.getKey(), line.getValue()))
            .toList();
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, lines);
  }
}
