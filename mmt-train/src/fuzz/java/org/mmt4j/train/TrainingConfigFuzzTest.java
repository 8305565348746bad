package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any JSON is a configuration, which is written and read again without a change, or rejected. */
class TrainingConfigFuzzTest {

  @FuzzTest(maxDuration = "60s")
  void read(byte[] json) {
    TrainingConfig config;
    try {
      config = TrainingConfig.fromJson(new String(json, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException rejected) {
      return;
    }
    assertEquals(config, TrainingConfig.fromJson(config.toJson()));
  }
}
