package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.mmt4j.fixtures.Damage;

/** A damaged model is read or rejected with a message; all other exceptions fail the test. */
@Tag("damage")
class OnnxBertPropertiesTest {

  private static final byte[] MODEL = TinyOnnx.model().toByteArray();

  @Property(tries = 10_000, seed = "20200821")
  void readsOrRejectsADamagedModel(
      @ForAll Damage damage,
      @ForAll @IntRange(max = 10_000) int place,
      @ForAll @IntRange(max = 10_000) int other) {
    try {
      assertNotNull(OnnxBert.read(new ByteArrayInputStream(damage.apply(MODEL, place, other))));
    } catch (IOException | IllegalArgumentException e) {
      assertNotNull(e.getMessage());
    }
  }
}
