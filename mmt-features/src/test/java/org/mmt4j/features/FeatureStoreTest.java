package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.fixtures.NativeMemory;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.factory.Nd4j;

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
  void manyShardsHoldTheSameVideos() throws IOException {
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
  void keepsVideosWithoutFeaturesAndCaptionsWithoutWords() throws IOException {
    StoredVideo empty =
        new StoredVideo(
            VideoFeatures.of("any id/at \"all\"", Map.of()),
            ImmutableSortedMap.of(
                3,
                new Caption(ImmutableList.of(), Optional.of(new WordTimes(List.of(), List.of())))));
    FeatureStoreWriter writer = FeatureStoreWriter.to(folder);
    writer.write(empty);
    writer.finish();
    try (FeatureSource store = FeatureStore.open(folder)) {
      assertEquals(empty, store.readAll("any id/at \"all\""));
    }
  }

  @Test
  void keepsManyLongIdsInHeadersThatCanBeRead() throws IOException {
    FeatureStoreWriter writer = FeatureStoreWriter.to(folder);
    ExpertFeatures features = ExpertFeatures.untimed(new float[1][1]);
    for (int i = 0; i < 1000; i++) {
      String id = "\u0001".repeat(2990) + i; // 6 bytes each in JSON
      writer.write(StoredVideo.of(VideoFeatures.of(id, Map.of("s3d", features))));
    }
    writer.finish();
    try (FeatureSource store = FeatureStore.open(folder)) {
      assertEquals(1000, store.ids().size());
      assertEquals(1, store.readAll(store.ids().first()).features().experts().size());
    }
  }

  @Test
  void rejectsUnfinishedStore() throws IOException {
    FeatureStoreWriter.to(folder).write(ContractVideos.all().get(0));
    assertEquals(
        folder.resolve("index.json") + ": found no such file, expected the index of a store",
        failure().getMessage());
  }

  @Test
  void rejectsDuplicateVideosAndFoldersWithFiles() throws IOException {
    FeatureStoreWriter writer = FeatureStoreWriter.to(folder);
    writer.write(ContractVideos.all().get(0));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> writer.write(ContractVideos.all().get(0)));
    assertEquals(folder + ": found a second video video0000, expected unique ids", e.getMessage());
    writer.finish();
    FeatureFileException notEmpty =
        assertThrows(FeatureFileException.class, () -> FeatureStoreWriter.to(folder));
    assertEquals(
        folder + ": found files in the folder, expected an empty folder", notEmpty.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mmt features 1 | other | format: found",
        "\"shards\":1 | \"shards\":-1 | shards: found -1, expected an integer from 0 to 99999",
        "\"shards\":1 | \"shards\":2 | shard-00001.safetensors: found no such file, expected one of",
        "starts | star[s | expected a caption with only the fields [words, starts, ends]",
        "video0001 | video0000 | found invalid JSON (Duplicate field 'video0000'",
        "video0001 | video0003 | found tensor video0001/features/rgb, expected only tensors of",
        "1.25 | true | video0000: found true, expected a number of seconds",
        ",1.25 | '' | ends of words: found 2, expected one for each of the 1 starts",
        "\"words\":[\"spoken\" | \"words\":[7 | video0000: found 7, expected a word as a string",
        "\"2\" | \"02\" | expected numbers of captions"
      })
  void rejectsDamagedIndexes(String text, String replacement, String problem) throws IOException {
    Path index = written(folder, 1L << 20).resolve("index.json");
    Files.writeString(index, Files.readString(index).replace(text, replacement));
    assertTrue(failure().getMessage().contains(problem), failure().getMessage());
    assertTrue(failure().getMessage().startsWith(folder.toString()), failure().getMessage());
  }

  @Test
  void rejectsMissingAndTruncatedShards() throws IOException {
    Path shard = written(folder, 1L << 20).resolve("shard-00000.safetensors");
    byte[] bytes = Files.readAllBytes(shard);
    try (FeatureSource store = FeatureStore.open(folder)) {
      Files.write(shard, Arrays.copyOf(bytes, bytes.length - 4));
      FeatureFileException late =
          assertThrows(FeatureFileException.class, () -> store.readAll("video0002"));
      assertEquals(shard + ": the file ends too early", late.getMessage());
    }
    assertTrue(failure().getMessage().startsWith(shard + ": data: found "), failure().getMessage());
    Files.delete(shard);
    assertEquals(
        shard + ": found no such file, expected one of the 1 shards of the store",
        failure().getMessage());
  }

  @Test
  void writerFreesItsNativeMemory() throws Exception {
    int size = 1024; // 4 MiB of values
    ExpertFeatures features = ExpertFeatures.untimed(new float[size][size]);
    StoredVideo video = StoredVideo.of(VideoFeatures.of("video0000", Map.of("s3d", features)));
    long growth =
        NativeMemory.growth(
            () -> {
              FeatureStoreWriter writer =
                  FeatureStoreWriter.to(Files.createTempDirectory(folder, "store"));
              writer.write(video);
              writer.finish();
            });
    assertTrue(growth < 1 << 20, growth + " bytes");
  }

  @Test
  void writesInsideAWorkspaceAndAfterItsEnd() throws IOException {
    WorkspaceConfiguration small = WorkspaceConfiguration.builder().initialSize(1 << 20).build();
    FeatureStoreWriter writer;
    try (MemoryWorkspace workspace =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(small, "caller")) {
      writer = FeatureStoreWriter.to(folder, 1);
      writer.write(ContractVideos.all().get(0));
      assertTrue(workspace.isScopeActive());
    }
    writer.write(ContractVideos.all().get(1));
    writer.finish();
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    try (FeatureSource store = FeatureStore.open(folder)) {
      assertSameFeatures(ContractVideos.all().get(0), store.readAll("video0000"));
      assertSameFeatures(ContractVideos.all().get(1), store.readAll("video0001"));
    }
  }

  @Test
  void rejectsFileInsteadOfFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    FeatureFileException e =
        assertThrows(FeatureFileException.class, () -> FeatureStoreWriter.to(file));
    assertEquals(file + ": cannot be written (FileAlreadyExistsException)", e.getMessage());
  }

  private FeatureFileException failure() {
    return assertThrows(FeatureFileException.class, () -> FeatureStore.open(folder));
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
