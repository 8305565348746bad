package org.mmt4j.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeMap;

/** The worst differences found, a line {@code case kind worst} for each case and kind. */
final class GoldenReport {

  private final TreeMap<String, Double> worst = new TreeMap<>();

  /** Notes a difference. */
  void add(String name, String kind, double difference) {
    worst.merge(name + " " + kind, difference, Math::max);
  }

  void write(Path file) throws IOException {
    Collection<String> lines =
        worst.entrySet().stream()
            .map(line -> "%s %.1e".formatted(line.getKey(), line.getValue()))
            .toList();
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, lines);
  }
}
