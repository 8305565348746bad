package org.mmt4j.io;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Reads or rejects any bytes. */
class NumpyFileFuzzTest {

  @TempDir private static Path directory;

  @FuzzTest(maxDuration = "60s")
  void read(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("any.npy"), bytes);
    try {
      NumpyFile.read(file);
    } catch (TensorFileException expected) {
      // the file is rejected
    }
  }
}
