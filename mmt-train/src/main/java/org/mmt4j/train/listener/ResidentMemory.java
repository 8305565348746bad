package org.mmt4j.train.listener;

import com.google.common.base.CharMatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Memory of this process: on Linux the resident memory, which includes ND4J's arrays outside the
 * heap; elsewhere the used Java heap.
 */
final class ResidentMemory {

  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentMemory() {}

  /** Returns the current memory in bytes. */
  static long bytes() {
    Runtime runtime = Runtime.getRuntime();
    return resident(STATUS).orElseGet(() -> runtime.totalMemory() - runtime.freeMemory());
  }

  /** Returns the bytes of the line {@code VmRSS: 1234 kB} of a Linux status file, if it has one. */
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
