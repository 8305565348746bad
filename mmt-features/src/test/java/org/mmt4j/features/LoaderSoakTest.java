package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many epochs leave no file open and no memory behind. With the profile {@code soak}. */
@Tag("soak")
class LoaderSoakTest {

  private static final int EPOCHS = 100;

  /** What of Java's own the first epochs load. */
  private static final int WARM_UP = 10;

  /** What the collector may leave; an epoch reads 280 kB. */
  private static final long LEFT = 1 << 20;

  @Test
  void aHundredEpochsKeepOpenFilesAndMemoryFlat() throws Exception {
    Path root = Path.of("src/test/resources/org/mmt4j/features/golden/loader");
    long files = 0;
    long memory = 0;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      if (epoch == WARM_UP) {
        files = openFiles();
        memory = memory();
      }
      int videos = 0;
      for (PublishedSplit cut :
          new PublishedSplit[] {PublishedSplit.MSRVTT_MIECH, PublishedSplit.MSRVTT_JSFUSION}) {
        videos += PublishedDataset.open(root, cut, GoldenLoader.experts()).test().loadAll().size();
      }
      assertEquals(8, videos);
    }
    assertEquals(files, openFiles());
    assertTrue(memory() - memory < LEFT, memory + " bytes became " + memory());
  }

  private static long openFiles() {
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getOpenFileDescriptorCount();
  }

  private static long memory() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
