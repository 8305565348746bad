package org.mmt4j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.mmt4j.fixtures.Damage;
import org.mmt4j.fixtures.ScratchFile;
import org.mmt4j.io.TensorFileException;

/** A damaged SavedModel is read or rejected with a message; all other exceptions fail the test. */
@Tag("damage")
class TensorFlowBertPropertiesTest {

  private static final TinySavedModel MODEL = TinySavedModel.bert();

  private static Path directory = Path.of("");
  private static BertWeights undamaged = TinyBert.weights(); // replaced in makeDirectory

  @BeforeContainer
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("mmt-damaged");
    TinySavedModel.write(directory, MODEL.index(), MODEL.data());
    undamaged = TensorFlowBert.read(directory);
  }

  @AfterContainer
  static void deleteDirectory() throws IOException {
    SavedModelZip.delete(directory);
    undamaged.close();
  }

  /** The checksums detect all damage except in the unused bytes of the footer. */
  @Property(tries = 5000, seed = "20200821")
  void readsADamagedIndexCorrectlyOrRejectsIt(
      @ForAll Damage damage,
      @ForAll @IntRange(max = 100_000) int place,
      @ForAll @IntRange(max = 100_000) int other)
      throws IOException {
    byte[] damaged = damage.apply(MODEL.index(), place, other);
    ScratchFile.write(directory.resolve("variables/variables.index"), damaged);
    try {
      assertReadsUndamaged();
    } catch (TensorFileException e) {
      assertNotNull(e.getMessage());
    }
  }

  /** A forged index has valid checksums, so the reader must check the content too. */
  @Property(tries = 10_000, seed = "20200821")
  void readsOrRejectsADamagedIndexWithValidChecksums(
      @ForAll Damage damage,
      @ForAll @IntRange(max = 100_000) int place,
      @ForAll @IntRange(max = 100_000) int other)
      throws IOException {
    byte[] damaged = MODEL.withChecksums(damage.apply(MODEL.index(), place, other));
    ScratchFile.write(directory.resolve("variables/variables.index"), damaged);
    try (BertWeights weights = TensorFlowBert.read(directory)) {
      assertNotNull(weights);
    } catch (TensorFileException e) {
      assertNotNull(e.getMessage());
    }
  }

  @Property(tries = 1000, seed = "20200821")
  void readsDamagedDataCorrectlyOrRejectsThem(
      @ForAll Damage damage,
      @ForAll @IntRange(max = 1_000_000) int place,
      @ForAll @IntRange(max = 1_000_000) int other)
      throws IOException {
    ScratchFile.write(directory.resolve("variables/variables.index"), MODEL.index());
    Path data = directory.resolve("variables/variables.data-00000-of-00001");
    ScratchFile.write(data, damage.apply(MODEL.data(), place, other));
    try {
      assertReadsUndamaged();
    } catch (TensorFileException e) {
      assertNotNull(e.getMessage());
    } finally {
      ScratchFile.write(data, MODEL.data());
    }
  }

  private static void assertReadsUndamaged() throws IOException {
    try (BertWeights weights = TensorFlowBert.read(directory)) {
      assertEquals(undamaged.config(), weights.config());
      assertEquals(undamaged.tensors(), weights.tensors());
    }
  }
}
