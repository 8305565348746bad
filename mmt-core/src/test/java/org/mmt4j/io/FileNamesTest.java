package org.mmt4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileNamesTest {

  private static final String NAME = "Zo\u00eb \u72ac \ud83d\udc36%.mp4";

  @TempDir Path folder;

  @Test
  void namesAreUtf8InEveryLocale() throws Exception {
    Path file = Files.createFile(FileNames.resolve(folder, NAME));
    assertEquals(NAME, FileNames.name(file));
    assertEquals(folder + "/" + NAME, FileNames.text(file));
    assertEquals("a/" + NAME, FileNames.text(FileNames.resolve(Path.of("a"), NAME)));
    assertArrayEquals(
        (folder + "/" + NAME).getBytes(StandardCharsets.UTF_8), FileNames.bytes(file));
  }

  @Test
  void bytesThatAreNotUtf8AreEscaped() {
    Path file = Path.of(URI.create("file:///videos/l%E4uft%F0%9F.mp4"));
    assertEquals("l%E4uft%F0%9F.mp4", FileNames.name(file));
    assertEquals("/videos/l%E4uft%F0%9F.mp4", FileNames.text(file));
    assertEquals("l%E4uft%F0%9F.mp4", FileNames.text(file.getFileName()));
    byte[] bytes = FileNames.bytes(file);
    assertEquals((byte) 0xe4, bytes["/videos/l".length()]);
  }

  @Test
  void foldersEndWithoutSlash() {
    assertEquals(folder.toString(), FileNames.text(folder));
    assertEquals("/", FileNames.text(Path.of("/")));
  }
}
