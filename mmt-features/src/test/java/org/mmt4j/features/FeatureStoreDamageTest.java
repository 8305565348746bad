package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.mmt4j.fixtures.Damage;
import org.mmt4j.fixtures.ScratchFile;
import org.mmt4j.fixtures.TestFiles;

/** A damaged store is read, or the exception names the file. */
@Tag("damage")
class FeatureStoreDamageTest {

  private static Path folder = Path.of("");

  @BeforeContainer
  static void write() throws IOException {
    folder = TestFiles.scratch();
    FeatureStoreWriter writer = FeatureStoreWriter.to(folder);
    for (StoredVideo video : ContractVideos.all()) {
      writer.write(video);
    }
    writer.finish();
  }

  @AfterContainer
  static void delete() throws IOException {
    Files.delete(index());
    Files.delete(FeatureStore.shard(folder, 0));
    Files.delete(folder);
  }

  @Property(tries = 5_000)
  void damagedIndexIsReadOrRejected(@ForAll long seed) throws IOException {
    requireReadOrRejected(index(), seed);
  }

  @Property(tries = 5_000)
  void damagedShardIsReadOrRejected(@ForAll long seed) throws IOException {
    requireReadOrRejected(FeatureStore.shard(folder, 0), seed);
  }

  private static Path index() {
    return folder.resolve(FeatureStore.INDEX);
  }

  private static void requireReadOrRejected(Path file, long seed) throws IOException {
    byte[] valid = Files.readAllBytes(file);
    ScratchFile.write(file, Damage.any(valid, seed));
    try (FeatureSource store = FeatureStore.open(folder)) {
      for (String id : store.ids()) {
        store.readAll(id);
      }
    } catch (FeatureFileException e) {
      assertTrue(e.getMessage().startsWith(folder.toString()), e.getMessage());
    } finally {
      ScratchFile.write(file, valid);
    }
  }
}
