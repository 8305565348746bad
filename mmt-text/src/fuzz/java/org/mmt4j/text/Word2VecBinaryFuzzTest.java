package org.mmt4j.text;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.io.TensorFileException;

/** Any bytes are read as word vectors or rejected. */
class Word2VecBinaryFuzzTest {

  @TempDir private static Path directory;

  @FuzzTest(maxDuration = "60s")
  void read(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("vectors.bin"), bytes);
    try {
      WordVectors.word2vecBinary(file).close();
    } catch (TensorFileException rejected) {
      // expected
    }
  }
}
