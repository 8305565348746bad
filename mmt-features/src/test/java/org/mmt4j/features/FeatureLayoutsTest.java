package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.fixtures.TestFiles;

/** Folders as programs of others write them, see {@code sources/layouts.py}. */
class FeatureLayoutsTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void streamsOfNetworksAreExpertsWithTheirTimes() throws IOException {
    try (FeatureSource source = FeatureSources.open(resource("streams_of_networks"))) {
      assertEquals(List.of("v_a", "v_a_b"), List.copyOf(source.ids()));
      assertEquals(
          Map.of("clip_ViT-B_32", 4, "i3d_flow", 4, "i3d_rgb", 4), source.dimensions("v_a"));
      assertEquals(1, expert(source, "v_a_b", "i3d_rgb").time(1));
      assertEquals(0.04, expert(source, "v_a_b", "clip_ViT-B_32").time(1));
      assertEquals(
          List.of(
              "times of clip_ViT-B_32: found 2 times for 3 features, of which the last 1 have"
                  + " no time"),
          source.notes("v_a"));
    }
  }

  @Test
  void groupsOfOneHdf5FileAreVideosWithSeveralExperts() throws IOException {
    Path experts = TestFiles.resource(FeatureLayoutsTest.class, "hdf5/experts");
    try (FeatureSource source = FeatureSources.open(experts)) {
      assertEquals(List.of("video0", "video1", "video2"), List.copyOf(source.ids()));
      assertEquals(
          Map.of("clip-b_32", 5, "i3d_i3d_features_flow", 5, "i3d_i3d_features_rgb", 5),
          source.dimensions("video0"));
      assertEquals(Map.of("i3d", 5), source.dimensions("video2"));
      assertEquals(7, expert(source, "video1", "clip-b_32").count());
      assertEquals(3, expert(source, "video0", "i3d_i3d_features_flow").time(6));
    }
  }

  @Test
  void aDataSetNamedFeaturesIsAnExpert() throws IOException {
    try (FeatureSource source = FeatureSources.open(resource("h5_folders/s3d"))) {
      assertEquals(Map.of("features", 4), source.dimensions("video0000"));
    }
  }

  @Test
  void scalarsAndTextInNpzAreSkippedAndTimesAreRead() throws IOException {
    try (FeatureSource source = FeatureSources.open(resource("npz_beside"))) {
      assertEquals(Map.of("i3d", 4), source.dimensions("video0"));
      assertEquals(0.5, expert(source, "video0", "i3d").time(1));
    }
  }

  @Test
  void twoFilesOfAVideoInAFolderOfAnExpertAreRejected() throws IOException {
    Path file = resource("h5_folders/rgb").resolve("video0000.h5");
    for (String name : List.of("clip/a.h5", "clip/a.hdf5", "i3d/a.h5")) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.copy(file, folder.resolve(name));
    }
    FeatureFileException e =
        assertThrows(FeatureFileException.class, () -> FeatureSources.open(folder));
    assertEquals(
        folder.resolve("clip/a.hdf5")
            + ": found the same video also in "
            + folder.resolve("clip/a.h5")
            + ", expected one file per video",
        e.getMessage());
  }

  @Test
  void picklesWithoutFeaturesAreSkippedAndCaptionsAreRead() throws IOException {
    Path features = resource("ce_folder/features");
    try (FeatureSource source = FeatureSources.open(features)) {
      assertEquals(Map.of("i3d_25fps", 3, "rgb", 3), source.dimensions("video0"));
      assertEquals(
          List.of(
              features.resolve("w2v-text.pkl")
                  + ": found a list for video0, expected arrays by video; the file is not read",
              features.resolve("README.txt")
                  + ": found a file of another format, expected *.pickle or *.pkl; it is not read"),
          source.notes());
      assertEquals(
          Map.of(0, Caption.of("a", "dog"), 1, Caption.of("a", "cat")),
          source.readAll("video0").captions());
    }
  }

  @Test
  void aDamagedPickleIsAnErrorOnlyIfItsExpertIsNamed() throws IOException {
    byte[] rgb = Files.readAllBytes(resource("ce").resolve("rgb.pickle"));
    Files.write(folder.resolve("rgb.pickle"), rgb);
    Path damaged = Files.write(folder.resolve("flow.pickle"), Arrays.copyOf(rgb, rgb.length - 30));
    Path pointer =
        Files.writeString(
            folder.resolve("scene.pickle"), "version https://git-lfs.github.com/spec/v1\n");
    try (FeatureSource source = FeatureSources.open(folder)) {
      assertEquals(Map.of("rgb", 5), source.dimensions("video0001"));
      assertEquals(2, source.notes().size());
      assertTrue(source.notes().get(0).startsWith(damaged + ": "), source.notes().get(0));
      assertTrue(source.notes().get(1).startsWith(pointer + ": found a pointer of Git LFS"));
      FeatureFileException e =
          assertThrows(
              FeatureFileException.class,
              () -> source.read("video0001", List.of(Expert.of("rgb", 5), Expert.of("flow", 5))));
      assertEquals(damaged, e.file());
      assertEquals(source.notes().get(0), e.getMessage() + "; the file is not read");
    }
  }

  @Test
  void storedCaptionsReplaceAMissingCaptionFile() throws IOException {
    FolderOptions options = FolderOptions.DEFAULT.skipMissing();
    try (FolderDataset data = FolderDataset.open(resource("ce_folder"), options)) {
      assertEquals(List.of("video0"), data.all().ids());
      assertEquals(
          List.of("i3d_25fps", "rgb"), data.experts().stream().map(e -> e.name()).toList());
    }
  }

  @Test
  void unreadableVideoIsRejectedOrSkipped() throws IOException {
    Path folder = resource("ce_folder");
    String problem =
        folder.resolve("features/rgb.pkl")
            + ": video1: found a list or a string, expected an array, None or NaN";
    assertEquals(
        problem,
        assertThrows(FeatureFileException.class, () -> FolderDataset.open(folder)).getMessage());
    try (FolderDataset data = FolderDataset.open(folder, FolderOptions.DEFAULT.skipMissing())) {
      assertEquals(List.of("A dog.", "A cat."), data.all().load("video0").captions());
      assertEquals(List.of(problem), data.validate().skipped());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(1, 2, 3) | 2",
        "(2, 3, 1, 1) | 2",
        "(2, 1, 3) | 2",
        "(6, 1, 1) | 1",
        "(2, 3) | 2",
        "(6,) | 1",
        "(1, 6) | 1"
      })
  void axesOfLengthOneAreDropped(String shape, int count) throws IOException {
    write("i3d/a.npy", shape, 6);
    try (FeatureSource source = FeatureSources.open(folder)) {
      assertEquals(Map.of("i3d", 6 / count), source.dimensions("a"));
      assertEquals(count, expert(source, "a", "i3d").count());
    }
  }

  @Test
  void rejectsMoreAxesWithAdvice() throws IOException {
    Path file = write("i3d/a.npy", "(2, 3, 2)", 12);
    try (FeatureSource source = FeatureSources.open(folder)) {
      FeatureFileException e =
          assertThrows(FeatureFileException.class, () -> source.dimensions("a"));
      assertEquals(
          file
              + ": i3d: found shape [2, 3, 2], expected shape (n, dimension), or (dimension) for one"
              + " feature; average the values over the other axes, such as crops, before saving",
          e.getMessage());
    }
  }

  @Test
  void rowsOfNanAreNoFeatures() throws IOException {
    float nan = Float.NaN;
    write("i3d/a.npy", "(3, 2)", new float[] {nan, nan, 1, 2, nan, nan});
    write("i3d/b.npy", "(1, 2)", new float[] {nan, nan});
    write("i3d/c.npy", "(1, 2)", new float[] {nan, 1});
    try (FeatureSource source = FeatureSources.open(folder)) {
      assertEquals(1, expert(source, "a", "i3d").count());
      assertArrayEquals(new float[] {1, 2}, expert(source, "a", "i3d").feature(0));
      assertEquals(Map.of(), source.dimensions("b"));
      FeatureFileException e = assertThrows(FeatureFileException.class, () -> source.readAll("c"));
      assertTrue(
          e.getMessage().endsWith("feature 0, value 0: found NaN, expected a finite number"),
          e.getMessage());
    }
  }

  @Test
  void transposedArraysAreRejectedWithAdvice() throws IOException {
    write("i3d/a.npy", "(3, 2)", 6);
    write("i3d/b.npy", "(3, 4)", 12);
    try (FeatureSource source = FeatureSources.open(folder)) {
      FeatureFileException e =
          assertThrows(FeatureFileException.class, () -> ExpertDiscovery.of(source, source.ids()));
      assertTrue(
          e.getMessage()
              .endsWith(
                  "(each has 3 features: if the arrays are (dimension, n), transpose them before"
                      + " saving)"),
          e.getMessage());
    }
  }

  @Test
  void filesWithoutFolderAreOneExpertNamedAsTheFolder() throws IOException {
    write("my i3d/a.npy", "(3, 2)", 6);
    try (FeatureSource source = FeatureSources.open(folder.resolve("my i3d"))) {
      assertEquals(Map.of("my_i3d", 2), source.dimensions("a"));
    }
  }

  @Test
  void misplacedFilesAreNamedOnce() throws IOException {
    write("i3d/a.npy", "(3, 2)", 6);
    write("mean.npy", "(3, 2)", 6);
    write("std.npy", "(3, 2)", 6);
    Files.createFile(folder.resolve(".DS_Store"));
    Files.createFile(folder.resolve("i3d/._a.npy"));
    try (FeatureSource source = FeatureSources.open(folder)) {
      assertEquals(
          List.of(
              folder.resolve("mean.npy")
                  + ": found a file in the wrong folder, expected "
                  + folder
                  + "/EXPERT/ID.npy; it and 1 more are not read"),
          source.notes());
    }
  }

  @Test
  void severalMatricesInAFileOfOneExpertAreRejected() throws IOException {
    for (String expert : List.of("clip", "slowfast")) {
      Path target = Files.createDirectories(folder.resolve(expert));
      Path original = TestFiles.resource(FeatureLayoutsTest.class, "sources/npz/video0000.npz");
      Files.copy(original, target.resolve("video0000.npz"));
    }
    try (FeatureSource source = FeatureSources.open(folder)) {
      FeatureFileException e =
          assertThrows(FeatureFileException.class, () -> source.dimensions("video0000"));
      assertTrue(
          e.getMessage()
              .endsWith(
                  "found matrices [rgb, s3d], expected one matrix in each file of a folder of one"
                      + " expert"),
          e.getMessage());
    }
  }

  @Test
  void damagedStoredCaptionsDoNotMatterIfThereIsACaptionFile() throws IOException {
    Path features = Files.createDirectories(folder.resolve("features"));
    Files.copy(Hdf5File.named("garbage_words"), features.resolve("a.h5"));
    Files.copy(Hdf5File.named("small"), features.resolve("b.h5"));
    Files.writeString(folder.resolve("captions.tsv"), "a\tA dog.\nb\tA cat.\n");
    try (FolderDataset data = FolderDataset.open(folder)) {
      assertEquals(List.of(), data.validate().problems());
      assertEquals(List.of("A dog."), data.all().load("a").captions());
    }
  }

  @Test
  void theOnlyHdf5FileIsNamedIfItCannotBeRead() throws IOException {
    Path file = Files.writeString(folder.resolve("i3d.h5"), "not HDF5");
    FeatureFileException e =
        assertThrows(FeatureFileException.class, () -> FeatureSources.open(folder));
    assertEquals(file, e.file());
  }

  @Test
  void videosInPlaceOfExpertsAreRejectedWithAdvice() throws IOException {
    Files.createDirectories(folder.resolve("features"));
    Files.copy(resource("npz/video0000.npz"), folder.resolve("features/all.npz"));
    Files.writeString(folder.resolve("captions.tsv"), "rgb\tA dog.\ns3d\tA cat.\n");
    FeatureFileException e =
        assertThrows(FeatureFileException.class, () -> FolderDataset.open(folder));
    assertTrue(
        e.getMessage()
            .endsWith(
                "such as all; found rgb as the name of an expert of all, expected names of videos"
                    + " where names of experts are: save the features in a layout that the"
                    + " documentation of file formats describes"),
        e.getMessage());
  }

  @Test
  void callsInPicklesAreNotExecuted() throws IOException {
    Path pickle = folder.resolve("i3d.pkl");
    Files.write(pickle, "cos\nsystem\n(Vls\ntR.".getBytes(StandardCharsets.ISO_8859_1));
    FeatureFileException e =
        assertThrows(FeatureFileException.class, () -> FeatureSources.open(folder));
    assertEquals(
        folder
            + ": found no pickle with arrays by video, expected at least one; the first: "
            + pickle
            + ": found no dict with names of videos, expected arrays by video; the file is not"
            + " read",
        e.getMessage());
  }

  private static ExpertFeatures expert(FeatureSource source, String id, String name)
      throws IOException {
    return source.readAll(id).features().expert(name).orElseThrow();
  }

  private static Path resource(String name) {
    return TestFiles.resource(FeatureLayoutsTest.class, "sources/" + name);
  }

  private Path write(String name, String shape, int count) throws IOException {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    return write(name, shape, values);
  }

  /** Writes an .npy file of float32 values. */
  private Path write(String name, String shape, float[] values) throws IOException {
    byte[] header =
        ("{'descr': '>f4', 'fortran_order': False, 'shape': " + shape + ", }\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer file = ByteBuffer.allocate(10 + header.length + 4 * values.length);
    file.put((byte) 0x93).put("NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
    file.put((byte) header.length).put((byte) 0).put(header);
    for (float value : values) {
      file.putFloat(value);
    }
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.write(path, file.array());
  }
}
