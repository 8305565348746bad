package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.fixtures.TestFiles;

class FeatureSourcesTest {

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"h5", "ce", "npy", "npz"})
  void detectsEveryFormatByItsFiles(String format) throws IOException {
    try (FeatureSource source =
        FeatureSources.open(TestFiles.resource(FeatureSourcesTest.class, "sources/" + format))) {
      assertEquals(3, source.ids().size());
    }
  }

  @Test
  void rejectsFolderWithoutFeatures() {
    assertEquals(
        folder
            + ": found no files, expected index.json, *.h5, *.hdf5, *.pickle, *.pkl, *.npz or *.npy",
        failure().getMessage());
  }

  @Test
  void rejectsNpyFileInTheWrongFolder() throws IOException {
    Path file =
        Files.createFile(
            Files.createDirectories(folder.resolve("rgb/train")).resolve("video0000.npy"));
    assertEquals(
        file + ": found a file in the wrong folder, expected " + folder + "/EXPERT/ID.npy",
        failure().getMessage());
  }

  @Test
  void rejectsTwoPicklesOfOneExpert() throws IOException {
    Path first = Files.createFile(folder.resolve("rgb.pickle"));
    Path second = Files.createFile(folder.resolve("rgb.pkl"));
    assertEquals(
        second + ": found the same expert also in " + first + ", expected one file per expert",
        failure().getMessage());
  }

  @Test
  void rejectsCompressionBombs() throws IOException {
    Path bomb = folder.resolve("video0000.npz");
    try (OutputStream out = Files.newOutputStream(bomb);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("rgb.npy"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 257; i++) {
        zip.write(zeros);
      }
    }
    try (FeatureSource source = FeatureSources.open(folder)) {
      FeatureFileException e =
          assertThrows(FeatureFileException.class, () -> source.dimensions("video0000"));
      assertEquals(
          bomb + ": rgb.npy: expected an entry of at most 268435456 bytes, found none",
          e.getMessage());
    }
  }

  @Test
  void rejectsPathsAsNamesInZipFiles() throws IOException {
    Path file = folder.resolve("video0000.npz");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("../rgb.npy"));
      zip.write(
          Files.readAllBytes(
              TestFiles.resource(FeatureSourcesTest.class, "sources/npy/rgb/video0000.npy")));
    }
    try (FeatureSource source = FeatureSources.open(folder)) {
      FeatureFileException e =
          assertThrows(FeatureFileException.class, () -> source.readAll("video0000"));
      assertEquals(
          file + ": name of an expert: found \"../rgb\", expected letters, digits, _ and - only",
          e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"h5", "npy", "npz"})
  void namesFileThatIsDeletedAfterOpening(String format) throws IOException {
    Path original = TestFiles.resource(FeatureSourcesTest.class, "sources/" + format);
    Path file;
    try (Stream<Path> files = Files.walk(original)) {
      file =
          files
              .filter(path -> path.getFileName().toString().startsWith("video0000."))
              .findFirst()
              .orElseThrow();
    }
    Path copy = folder.resolve(original.relativize(file));
    Files.createDirectories(copy.getParent());
    Files.copy(file, copy);
    try (FeatureSource source = FeatureSources.open(folder)) {
      Files.delete(copy);
      FeatureFileException e =
          assertThrows(FeatureFileException.class, () -> source.dimensions("video0000"));
      assertEquals(copy, e.file());
      assertTrue(e.problem().startsWith("found no such file, expected an "), e.problem());
    }
  }

  private FeatureFileException failure() {
    return assertThrows(FeatureFileException.class, () -> FeatureSources.open(folder));
  }
}
