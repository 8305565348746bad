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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void skipsHiddenFiles() throws IOException {
    file("one.mp4");
    file("._one.mp4");
    assertEquals(List.of(videos.resolve("one.mp4")), VideoFolder.list(videos).files());
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
                    + " .3gp, .asf, "),
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
    assertEquals(List.of(videos.resolve("one.mp4")), visitor.found().files());
    assertEquals(
        List.of(
            closed + ": cannot be read (access denied)", videos + ": cannot be read (disk error)"),
        visitor.found().failures().stream().map(ExtractionFailure::message).toList());
  }

  private void file(String name) throws IOException {
    Path file = videos.resolve(name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }
}
