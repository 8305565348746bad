package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.fixtures.TestFiles;

class Hdf5WriterTest extends FeatureSourceContract {

  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @Override
  FeatureSource open(Path empty) throws IOException {
    Hdf5Writer writer = Hdf5Writer.to(empty);
    for (StoredVideo video : ContractVideos.all()) {
      writer.write(video);
    }
    writer.finish();
    return Hdf5Folder.open(empty);
  }

  @Override
  boolean hasTimesAndCaptions() {
    return true;
  }

  @Test
  void writesOnlyTheFilesOfThePublishedLayout() throws IOException {
    open(folder).close();
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(
          List.of("video0000.h5", "video0001.h5", "video0002.h5"),
          files
              .filter(Files::isRegularFile)
              .map(file -> folder.resolve("v/i/d").relativize(file).toString())
              .sorted()
              .toList());
    }
  }

  @Test
  void readsTheIdsThatItWrites() throws IOException {
    Hdf5Writer writer = Hdf5Writer.to(folder);
    List<String> ids =
        List.of(
            "1. Intro",
            "a.b.c",
            "caf\u00e9",
            "cafe\u0301",
            "\ud83d\ude00\ud83d\ude01\ud83d\ude02",
            "1",
            "cat/000",
            "dog/000",
            "..hidden",
            "a|b",
            "a%7Cb",
            "CON",
            "long/" + "x".repeat(600),
            "long/" + "x".repeat(601));
    for (String id : ids) {
      writer.write(video(id, Caption.of("of", "" + id.length())));
    }
    try (FeatureSource source = Hdf5Folder.open(folder)) {
      assertEquals(ImmutableSortedSet.copyOf(ids), source.ids());
      for (String id : ids) {
        assertEquals(video(id, Caption.of("of", "" + id.length())), source.readAll(id));
        assertEquals(writer.file(id), source.file(id));
      }
    }
  }

  @Test
  void replacesAndReadsTheFileOfAVideo() throws IOException {
    Hdf5Writer writer = Hdf5Writer.to(folder);
    StoredVideo video = ContractVideos.all().get(0);
    String id = video.features().id();
    writer.write(video(id, Caption.of("word")));
    writer.replace(video);
    StoredVideo found = writer.read(id);
    assertSameFeatures(video, found);
    assertSameTimes(video, found);
    assertEquals(video.captions(), found.captions());
    FeatureFileException missing =
        assertThrows(FeatureFileException.class, () -> writer.read("none"));
    assertEquals(
        folder.resolve("n/o/n/none.h5") + ": found no such file, expected an HDF5 file",
        missing.getMessage());
  }

  @Test
  void writersOfOneFolderKeepEachOthersUnfinishedFiles() throws IOException {
    Hdf5Writer first = Hdf5Writer.to(folder);
    Path unfinished = Files.createDirectories(folder.resolve("v/i/d")).resolve("1.h5.tmp");
    Files.createFile(unfinished);
    first.write(video("video1", Caption.of("word")));
    assertTrue(Files.exists(unfinished));
  }

  @Test
  void deletesOnlyLeftoversOfWriters() throws IOException {
    Hdf5Writer writer = Hdf5Writer.to(folder.resolve("new"));
    writer.deleteLeftovers();
    writer.write(video("video1", Caption.of("word")));
    Path inside = folder.resolve("new/v/i/d");
    for (String name : List.of("1b4e28ba.h5.tmp", "video2.h5.1b4e28ba.tmp", "notes.tmp")) {
      Files.createFile(inside.resolve(name));
    }
    writer.deleteLeftovers();
    try (Stream<Path> files = Files.list(inside)) {
      assertEquals(
          List.of("notes.tmp", "video1.h5"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  /** Needs Debian's python3-h5py. */
  @Tag("python")
  @Test
  void h5pyReadsTheSameValues() throws Exception {
    open(folder).close();
    Path script = TestFiles.resource(Hdf5WriterTest.class, "sources/compare.py");
    String differences =
        python(
            Files.readString(script),
            TestFiles.resource(Hdf5WriterTest.class, "sources/h5"),
            folder);
    assertEquals("", differences);
  }

  private static String python(String script, Path... folders)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(
                Stream.of(PYTHON.toString(), "-c", script), Stream.of(folders).map(Path::toString))
            .toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? output : "failed: " + output;
  }

  @Test
  void rejectsInvalidIdsAndCaptionsAndExistingFiles() throws IOException {
    Hdf5Writer writer = Hdf5Writer.to(folder);
    String tooLong = rejection(writer, video("x".repeat(3001), Caption.of("word")));
    assertTrue(tooLong.endsWith("x\", expected at most 3000 bytes, found 3001"), tooLong);
    String none = rejection(writer, video("video1", Caption.of()));
    assertTrue(
        none.endsWith(
            "caption 0: found words [], expected at least one and none with a NUL character"),
        none);
    writer.write(video("video1", Caption.of("word", "")));
    String again = rejection(writer, video("video1", Caption.of("word")));
    assertTrue(
        again.endsWith("video1.h5: found an existing file, expected none; write each video once"),
        again);
  }

  @Test
  void namesFileThatCannotBeWritten() throws IOException {
    Files.createFile(folder.resolve("v"));
    FeatureFileException e =
        assertThrows(
            FeatureFileException.class,
            () -> Hdf5Writer.to(folder).write(video("video1", Caption.of("word"))));
    assertEquals(folder.resolve("v/i/d/video1.h5"), e.file());
    assertTrue(e.problem().startsWith("cannot be written ("), e.problem());
  }

  private static String rejection(FeatureWriter writer, StoredVideo video) {
    return assertThrows(IllegalArgumentException.class, () -> writer.write(video)).getMessage();
  }

  private static StoredVideo video(String id, Caption caption) {
    return StoredVideo.of(VideoFeatures.of(id, Map.of()), caption);
  }
}
