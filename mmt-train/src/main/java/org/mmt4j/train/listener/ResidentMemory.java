package org.mmt4j.train.listener;

import com.google.common.base.CharMatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Memory that this process holds: on Linux what is resident of all of it, which includes ND4J's
 * arrays outside the heap; elsewhere the used part of the Java heap.
 */
final class ResidentMemory {

  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentMemory() {}

  /** Bytes held now. */
  static long bytes() {
    Runtime runtime = Runtime.getRuntime();
    return resident(STATUS).orElseGet(() -> runtime.totalMemory() - runtime.freeMemory());
  }

  /** Bytes of the line {@code VmRSS: 1234 kB} of a status file of Linux, if there is one. */
  static OptionalLong resident(Path status) {
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(CharMatcher.inRange('0', '9')::retainFrom)
          .mapToLong(kilobytes -> 1024 * Long.parseLong(kilobytes))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
