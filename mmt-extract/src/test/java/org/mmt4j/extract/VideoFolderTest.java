package org.mmt4j.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoFolderTest {

  @TempDir Path folder;

  private Path videos;

  @BeforeEach
  void videos() throws IOException {
    videos = Files.createDirectories(folder.resolve("videos"));
  }

  @Test
  void followsLinkToFolderButNotLinksInsideIt() throws IOException {
    file("one.mp4");
    file("inside/two.mkv");
    Files.createSymbolicLink(videos.resolve("again"), videos.resolve("inside"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), videos);
    assertEquals(
        List.of(link.resolve("inside/two.mkv"), link.resolve("one.mp4")),
        VideoFolder.list(link).files());
  }

  @Test
  void skipsMetadataOfMacOs() throws IOException {
    file("one.mp4");
    file("._one.mp4");
    file(".DS_Store");
    file(".dot.mp4");
    FoundVideos found = VideoFolder.list(videos);
    assertEquals(List.of(videos.resolve(".dot.mp4"), videos.resolve("one.mp4")), found.files());
    assertEquals(Map.of(VideoFolder.HIDDEN, 2), found.otherFiles());
  }

  @Test
  void findsExtensionsOfEveryCase() throws IOException {
    List<String> names = List.of("a.MP4", "b.gif", "c.qt", "d.3g2", "e.m2t", "f.Mkv");
    for (String name : names) {
      file(name);
    }
    assertEquals(names.stream().map(videos::resolve).toList(), VideoFolder.list(videos).files());
  }

  @Test
  void countsOtherFilesByExtensionWithoutSubtitles() throws IOException {
    for (String name : List.of("a.mp4", "a.srt", "a.en.ASS", "b.txt", "c.TXT", "c.tar.gz", "d")) {
      file("inside/" + name);
    }
    assertEquals(
        Map.of(".txt", 2, ".gz", 1, VideoFolder.NO_EXTENSION, 1),
        VideoFolder.list(videos).otherFiles());
  }

  @ParameterizedTest
  @CsvSource({
    "cat/000.mp4, cat/000",
    "a.b.mp4, a.b",
    "..hidden.mp4, ..hidden",
    "a.d/b, a.d/b",
    "Wait for it... here.mp4, Wait for it... here"
  })
  void idIsThePathBelowTheFolderWithoutExtension(String path, String id) {
    assertEquals(id, VideoFolder.id(videos, videos.resolve(path)));
    assertEquals(id, VideoFolder.id(Path.of("."), Path.of(".").resolve(path)));
    assertEquals(id, VideoFolder.id(Path.of(""), Path.of(path)));
  }

  @Test
  void rejectsFolderWithoutVideos() throws IOException {
    file("notes.txt");
    file("inside/._one.mp4");
    VideoFileException error =
        assertThrows(VideoFileException.class, () -> VideoFolder.list(videos));
    assertTrue(
        error
            .getMessage()
            .startsWith(
                videos
                    + ": found no video among 2 files, expected at least one with the extension"
                    + " .264, .265, "),
        error.getMessage());
  }

  @Test
  void reportsUnreadableFoldersAndFindsOtherVideos() throws IOException {
    file("one.mp4");
    VideoVisitor visitor = new VideoVisitor(path -> path);
    Path closed = videos.resolve("closed");
    visitor.visitFileFailed(closed, new AccessDeniedException(closed.toString()));
    visitor.postVisitDirectory(videos, new FileSystemException("videos", null, "disk error"));
    Files.walkFileTree(videos, visitor);
    assertEquals(List.of(videos.resolve("one.mp4")), visitor.found(videos).files());
    assertEquals(
        List.of(
            closed + ": cannot be read (access denied)", videos + ": cannot be read (disk error)"),
        visitor.found(videos).failures().stream().map(ExtractionFailure::message).toList());
  }

  private void file(String name) throws IOException {
    Path file = videos.resolve(name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }
}
