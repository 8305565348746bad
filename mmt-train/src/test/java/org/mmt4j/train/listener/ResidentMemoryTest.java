package org.mmt4j.train.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentMemoryTest {

  @TempDir Path folder;

  @Test
  void readsResidentMemoryFromTheLinuxStatus() throws IOException {
    Path status = folder.resolve("status");
    Files.writeString(
        status, "Name:\tjava\nVmHWM:\t  999 kB\nVmRSS:\t   1636 kB\nRssAnon:\t 1 kB\n");

    assertEquals(OptionalLong.of(1636 * 1024), ResidentMemory.resident(status));
  }

  @Test
  void missingStatusFileReturnsEmpty() {
    assertEquals(OptionalLong.empty(), ResidentMemory.resident(folder.resolve("status")));
  }

  @Test
  void processUsesMemory() {
    assertTrue(ResidentMemory.bytes() > 1_000_000);
  }
}
