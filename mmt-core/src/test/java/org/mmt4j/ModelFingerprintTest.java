package org.mmt4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFingerprintTest {

  @Test
  void savedModelsKeepTheirFingerprint(@TempDir Path folder) throws IOException {
    try (MmtModel model = SmallModel.build()) {
      assertTrue(model.fingerprint().matches("[0-9a-f]{64}"), model.fingerprint());
      model.save(folder.resolve("model"));
      try (MmtModel loaded = MmtModel.load(folder.resolve("model"))) {
        assertEquals(model.fingerprint(), loaded.fingerprint());
      }
    }
  }

  @Test
  void everyParameterAndSettingChangesIt() {
    try (MmtModel model = SmallModel.build();
        MmtModel seeded = SmallModel.builder().seed(7).build();
        MmtModel otherExperts = SmallModel.builder().maxFeatures(5).build();
        MmtModel otherCaptions = SmallModel.builder().captions(new WordEncoder(51)).build()) {
      String fingerprint = model.fingerprint();
      assertNotEquals(fingerprint, seeded.fingerprint());
      assertNotEquals(fingerprint, otherExperts.fingerprint());
      assertNotEquals(fingerprint, otherCaptions.fingerprint());
      String trained = model.parameters().names().iterator().next();
      model.parameters().get(trained).data().put(0, 42);
      assertNotEquals(fingerprint, model.fingerprint());
    }
  }
}
