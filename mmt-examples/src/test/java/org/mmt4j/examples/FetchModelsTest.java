package org.mmt4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchModelsTest {

  @TempDir Path folder;

  @Test
  void listsModelsWithHashLicenceAndSource() throws IOException {
    for (KnownModel model : KnownModel.all()) {
      assertTrue(model.bytes() > 0, model.file());
      assertEquals(64, model.sha256().length(), model.file());
      assertFalse(model.licence().isBlank(), model.file());
      assertTrue(model.source().startsWith("https://"), model.file());
    }
  }

  @Test
  void rejectsFileWithAnotherHash() throws IOException {
    Path jar = jar("models/centernet.bin");
    String message = failure(jar);
    assertTrue(message.contains("centernet.bin: found SHA-256 "), message);
    assertTrue(message.contains("use the version of the package that docs/models.md"), message);
    assertFalse(Files.exists(folder.resolve("models/centernet.bin")));
  }

  @Test
  void rejectsPackageWithoutKnownModels() throws IOException {
    assertTrue(failure(jar("models/other.onnx")).contains("found no model file, expected some of"));
    assertTrue(failure(tgz("package/models/centernet.xml")).contains("found no model file"));
  }

  @Test
  void readsPackagesOfNpm() throws IOException {
    String message = failure(tgz("package/models/centernet.json"));
    assertTrue(message.contains("centernet.json: found SHA-256 "), message);
  }

  @Test
  void namesMissingPackage() throws IOException {
    assertTrue(failure(folder.resolve("none.jar")).contains("found no such file"));
  }

  @Test
  void refusesNetworksWithoutALicenceOfTheirOwn() throws IOException {
    Printed printed = fetch(jar("models/centernet.bin"));
    assertEquals(0, printed.exitCode(), printed.errors());
    assertTrue(printed.errors().startsWith("Not taken: [centernet.bin]: found no licence"));
    assertFalse(Files.exists(folder.resolve("models/centernet.bin")));
  }

  private String failure(Path archive) {
    Printed printed = fetch(archive, "--unknown-licences");
    assertEquals(1, printed.exitCode());
    return printed.errors();
  }

  private Printed fetch(Path archive, String... options) {
    String out = folder.resolve("models").toString();
    return Printed.by(
        new FetchModels(),
        Stream.concat(Stream.of(archive.toString(), "--out", out), Arrays.stream(options))
            .toArray(String[]::new));
  }

  private Path jar(String name) throws IOException {
    Path jar = folder.resolve("package.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write("content".getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private Path tgz(String name) throws IOException {
    Path tgz = folder.resolve("package.tgz");
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    try (OutputStream bytes = Files.newOutputStream(tgz);
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes))) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return tgz;
  }
}
