package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.data.VideoFeatures;

class FeatureStoreTest extends FeatureSourceContract {

  @Override
  FeatureSource open(Path empty) throws IOException {
    return FeatureStore.open(written(empty, 1L << 20));
  }

  @Override
  boolean hasTimesAndCaptions() {
    return true;
  }

  @Test
  void manyShardsHoldTheSame() throws IOException {
    written(folder, 1);
    assertTrue(Files.exists(folder.resolve("shard-00002.safetensors")));
    try (FeatureSource store = FeatureStore.open(folder)) {
      for (StoredVideo expected : ContractVideos.all()) {
        StoredVideo found = store.readAll(expected.features().id());
        assertSameFeatures(expected, found);
        assertSameTimes(expected, found);
      }
    }
  }

  @Test
  void videosWithoutFeaturesAndCaptionsWithoutWordsAreKept() throws IOException {
    StoredVideo bare =
        new StoredVideo(
            VideoFeatures.of("any id/at \"all\"", Map.of()),
            ImmutableSortedMap.of(
                3,
                new Caption(
                    ImmutableList.of(),
                    Optional.of(
                        new WordTimes(ImmutableDoubleArray.of(), ImmutableDoubleArray.of())))));
    FeatureStoreWriter writer = FeatureStoreWriter.to(folder);
    writer.write(bare);
    writer.finish();
    try (FeatureSource store = FeatureStore.open(folder)) {
      assertEquals(bare, store.readAll("any id/at \"all\""));
    }
  }

  @Test
  void withoutFinishThereIsNoStore() throws IOException {
    FeatureStoreWriter.to(folder).write(ContractVideos.all().get(0));
    assertEquals(
        folder.resolve("index.json") + ": found no such file, expected the index of a store",
        failure().getMessage());
  }

  @Test
  void twiceWrittenVideosAndFoldersWithFilesAreRefused() throws IOException {
    FeatureStoreWriter writer = FeatureStoreWriter.to(folder);
    writer.write(ContractVideos.all().get(0));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> writer.write(ContractVideos.all().get(0)));
    assertEquals(folder + ": found video video0000 twice", e.getMessage());
    writer.finish();
    FeatureFileException full =
        assertThrows(FeatureFileException.class, () -> FeatureStoreWriter.to(folder));
    assertEquals(folder + ": found files in it, expected an empty folder", full.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mmt features 1 | other | format: found",
        "\"shards\":1 | \"shards\":-1 | shards: found -1, expected a number up to 99999",
        "\"shards\":1 | \"shards\":2 | shard-00001.safetensors: found no such file, expected one of",
        "starts | star[s | expected a caption with no other fields than [words, starts, ends]",
        "video0001 | video0000 | found no JSON (Duplicate field 'video0000'",
        "video0001 | video0003 | found tensor video0001/features/rgb, expected only those of",
        "1.25 | true | video0000: found true, expected seconds",
        ",1.25 | '' | ends of words: found 2, expected 1",
        "\"words\":[\"spoken\" | \"words\":[7 | video0000: found 7, expected a word",
        "\"2\" | \"02\" | expected numbers of captions"
      })
  void damagedIndexesAreRefused(String text, String replacement, String problem)
      throws IOException {
    Path index = written(folder, 1L << 20).resolve("index.json");
    Files.writeString(index, Files.readString(index).replace(text, replacement));
    assertTrue(failure().getMessage().contains(problem), failure().getMessage());
    assertTrue(failure().getMessage().startsWith(folder.toString()), failure().getMessage());
  }

  @Test
  void absentAndCutShardsAreRefused() throws IOException {
    Path shard = written(folder, 1L << 20).resolve("shard-00000.safetensors");
    byte[] bytes = Files.readAllBytes(shard);
    try (FeatureSource store = FeatureStore.open(folder)) {
      Files.write(shard, Arrays.copyOf(bytes, bytes.length - 4));
      IOException late = assertThrows(IOException.class, () -> store.readAll("video0002"));
      assertEquals(shard + ": the file ends too early", late.getMessage());
    }
    assertTrue(failure().getMessage().startsWith(shard + ": data: found "), failure().getMessage());
    Files.delete(shard);
    assertEquals(
        shard + ": found no such file, expected one of the store's 1", failure().getMessage());
  }

  private IOException failure() {
    return assertThrows(IOException.class, () -> FeatureStore.open(folder));
  }

  private static Path written(Path folder, long shardBytes) throws IOException {
    FeatureStoreWriter writer = FeatureStoreWriter.to(folder, shardBytes);
    for (StoredVideo video : ContractVideos.all()) {
      writer.write(video);
    }
    writer.finish();
    return folder;
  }
}
