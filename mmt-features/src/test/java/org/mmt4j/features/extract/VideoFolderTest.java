package org.mmt4j.features.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
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
  void aLinkToAFolderIsFollowedAndThoseInsideItAreNot() throws IOException {
    file("one.mp4");
    file("inside/two.mkv");
    Files.createSymbolicLink(videos.resolve("again"), videos.resolve("inside"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), videos);
    assertEquals(
        List.of(link.resolve("inside/two.mkv"), link.resolve("one.mp4")), VideoFolder.list(link));
  }

  private void file(String name) throws IOException {
    Path file = videos.resolve(name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }
}
