package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class OnnxBertPropertiesTest {

  private static final byte[] MODEL = TinyOnnx.model().toByteArray();

  /** Any other exception fails the property. */
  @Property(tries = 5000, seed = "20200821")
  void aDamagedModelIsReadOrRefusedWithAMessage(
      @ForAll @IntRange(min = 0, max = 100_000) int place, @ForAll byte value) {
    byte[] damaged = MODEL.clone();
    damaged[place % damaged.length] = value;
    try {
      BertWeights weights = OnnxBert.read(new ByteArrayInputStream(damaged));
      assertEquals(weights.config().parameterShapes().keySet(), weights.tensors().keySet());
    } catch (IOException | IllegalArgumentException e) {
      assertNotNull(e.getMessage());
    }
  }
}
