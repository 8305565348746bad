package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many epochs leak neither open files nor memory. Runs with the profile {@code soak}. */
@Tag("soak")
class LoaderSoakTest {

  private static final int EPOCHS = 100;

  /** Epochs before the first measurement, in which Java loads its own files and classes. */
  private static final int WARM_UP_EPOCHS = 10;

  /** Memory that the garbage collector may leave; an epoch reads 280 kB. */
  private static final long MAX_GROWTH = 1 << 20;

  @Test
  void openFilesAndMemoryStayConstantFor100Epochs() throws Exception {
    Path root = Path.of("src/test/resources/org/mmt4j/features/golden/loader");
    long files = 0;
    long memory = 0;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      if (epoch == WARM_UP_EPOCHS) {
        files = openFiles();
        memory = memory();
      }
      int videos = 0;
      for (PublishedSplit split :
          new PublishedSplit[] {PublishedSplit.MSRVTT_MIECH, PublishedSplit.MSRVTT_JSFUSION}) {
        videos +=
            PublishedDataset.open(root, split, GoldenLoader.experts()).test().loadAll().size();
      }
      assertEquals(8, videos);
    }
    assertEquals(files, openFiles());
    assertTrue(
        memory() - memory < MAX_GROWTH,
        "memory grew from " + memory + " to " + memory() + " bytes");
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
