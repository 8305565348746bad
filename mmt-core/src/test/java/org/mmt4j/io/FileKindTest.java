package org.mmt4j.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {

  private static final String POINTER =
      "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 438005432\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                            | an empty file",
        "version https://git-lfs.github.com/spec/v1 | a pointer of Git LFS instead of the content",
        "<!DOCTYPE html><html>         | a web page (<!DOCTYPE html><html>)",
        "\\n <HTML lang='en'>          | a web page (<HTML lang='en'>)",
        "\u00ef\u00bb\u00bf<!-- a --> <head> | a web page (<!-- a --> <head>)",
        "<?xml version='1.0'?><!DOCTYPE html><html> |"
            + " a web page (<?xml version='1.0'?><!DOCTYPE html><html>)",
        "<?xml?><Error><Code>AccessDenied</Code> |"
            + " an answer of a server in XML (<?xml?><Error><Code>AccessDenied</Code>)",
        "{\"error\": \"Repository not found\"} |"
            + " an answer of a server in JSON ({\"error\": \"Repository not found\"})",
        "PK\u0003\u0004.               | a zip archive",
        "7z\u00bc\u00af'\u001c.        | a 7z archive",
        "BZh91AY                       | a bzip2 archive",
        "\u00fd7zXZ\u0000.             | an xz archive",
        "(\u00b5/\u00fd                | a zstd archive",
      })
  void namesWhatIsInPlaceOfAFile(String content, String expected) throws IOException {
    String bytes = content.replace("\\n", "\n");
    Path file = Files.write(folder.resolve("weights"), bytes.getBytes(ISO_8859_1));
    String found = FileKind.describe(file, "weights").orElseThrow();
    assertTrue(found.startsWith("found " + expected + ", expected weights: "), found);
  }

  @Test
  void namesGzipAndTarArchives() {
    byte[] gzip = {0x1f, (byte) 0x8b, 8};
    assertEquals(
        "found a gzip archive, expected weights: unpack it and use the file in it",
        FileKind.describe(gzip, "weights").orElseThrow());
    byte[] head = new byte[512];
    System.arraycopy("ustar".getBytes(ISO_8859_1), 0, head, 257, 5);
    assertEquals(
        "found a tar archive, expected weights: unpack it and use the file in it",
        FileKind.describe(head, "weights").orElseThrow());
  }

  @Test
  void namesUnfinishedDownloadsAndDirectories() throws IOException {
    assertEquals(
        Optional.of(
            "found an unfinished download, expected weights: finish it, or download the file again"),
        FileKind.describe(Files.write(folder.resolve("a.pth.crdownload"), new byte[9]), "weights"));
    Files.createFile(folder.resolve("b.pth.aria2"));
    assertTrue(
        FileKind.describe(Files.write(folder.resolve("b.pth"), new byte[9]), "weights")
            .isPresent());
    assertEquals(
        Optional.of("found a directory, expected weights: name a file in it"),
        FileKind.describe(folder, "weights"));
  }

  @ParameterizedTest
  @CsvSource({"the 0.1 0.2", "{ 0.1 0.2", "{\"vocab_size\": 12}", "<unk> 0.1", "\u0080\u0002}q."})
  void knowsNothingAboutOtherFiles(String content) {
    assertEquals(Optional.empty(), FileKind.describe(content.getBytes(ISO_8859_1), "weights"));
    assertEquals(Optional.empty(), FileKind.describe(folder.resolve("missing"), "weights"));
  }

  @ParameterizedTest
  @CsvSource({"a.pth", "model.safetensors"})
  void readersSayWhatAFileIs(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), POINTER);
    TensorFileException e =
        assertThrows(
            TensorFileException.class,
            () -> {
              if (name.endsWith(".pth")) {
                TorchFile.read(file);
              } else {
                Safetensors.read(file);
              }
            });
    assertEquals(
        file
            + ": found a pointer of Git LFS instead of the content, expected "
            + (name.endsWith(".pth") ? "a file of PyTorch's torch.save" : "a safetensors file")
            + ": run \"git lfs pull\" in the repository, or download the file itself",
        e.getMessage());
  }

  @Test
  void readersReportMissingFilesAndDirectories() {
    assertThrows(NoSuchFileException.class, () -> TorchFile.read(folder.resolve("missing.pth")));
    for (TensorFileException e :
        new TensorFileException[] {
          assertThrows(TensorFileException.class, () -> TorchFile.read(folder)),
          assertThrows(TensorFileException.class, () -> Safetensors.read(folder)),
          assertThrows(TensorFileException.class, () -> SafetensorsFile.open(folder))
        }) {
      assertEquals("a directory", e.found().orElseThrow());
    }
  }
}
