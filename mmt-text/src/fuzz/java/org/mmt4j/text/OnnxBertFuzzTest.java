package org.mmt4j.text;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Any model is read or rejected. */
class OnnxBertFuzzTest {

  @FuzzTest(maxDuration = "60s")
  void read(byte[] model) {
    try {
      OnnxBert.read(new ByteArrayInputStream(model));
    } catch (IOException | IllegalArgumentException rejected) {
      // expected
    }
  }
}
