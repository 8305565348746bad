package org.mmt4j.text;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.io.TensorFileException;

/** Any index is read or rejected, even if its checksums are valid. */
class TensorFlowBertFuzzTest {

  private static final TinySavedModel MODEL = TinySavedModel.bert();

  @TempDir private static Path directory;

  @BeforeAll
  static void writeModel() throws IOException {
    TinySavedModel.write(directory, MODEL.index(), MODEL.data());
  }

  @FuzzTest(maxDuration = "60s")
  void read(byte[] index) throws IOException {
    Files.write(directory.resolve("variables/variables.index"), MODEL.withChecksums(index));
    try {
      TensorFlowBert.read(directory);
    } catch (TensorFileException | IllegalArgumentException rejected) {
      // expected
    }
  }
}
