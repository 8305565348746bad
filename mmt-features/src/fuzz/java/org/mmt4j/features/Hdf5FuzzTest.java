package org.mmt4j.features;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.Expert;

/** Any bytes are read as an HDF5 file or rejected. */
class Hdf5FuzzTest {

  @TempDir private static Path directory;

  @FuzzTest(maxDuration = "60s")
  void read(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("any.h5"), bytes);
    try {
      Hdf5Features.dimensions(file);
      Hdf5Features.read(file, "any", List.of(Expert.of("rgb", 5), Expert.of("s3d", 5)));
    } catch (FeatureFileException rejected) {
      // expected
    }
  }
}
