package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.Timing;

/** Reads files that h5py wrote, see {@code hdf5/fixtures.py}. */
class Hdf5FeaturesTest {

  private static final int ROWS = 7;
  private static final int COLUMNS = 5;

  @ParameterizedTest
  @CsvSource({
    "types, little_f2",
    "types, little_f4",
    "types, little_f8",
    "types, big_f2",
    "types, big_f4",
    "types, big_f8",
    "storage, chunks",
    "storage, gzip",
    "storage, gzip_shuffle",
    "storage, lzf",
    "storage, lzf_shuffle",
    "storage, lzf_skipped",
    "storage, growing",
    "storage, compact",
    "latest, contiguous",
    "latest, one_chunk",
    "latest, fixed_array"
  })
  void readsTheSameValuesFromEveryTypeAndStorage(String file, String expert) throws Exception {
    ExpertFeatures features = read(file, expert, COLUMNS, new Timing.Stored());
    assertEquals(ROWS, features.count());
    for (int row = 0; row < ROWS; row++) {
      float[] expected = new float[COLUMNS];
      for (int column = 0; column < COLUMNS; column++) {
        expected[column] = (row * COLUMNS + column - 9) / 8f;
      }
      assertArrayEquals(expected, features.feature(row), "feature " + row);
    }
  }

  @Test
  void findsExpertsWithTheirDimensions() throws Exception {
    assertEquals(
        ImmutableSortedMap.of("lzf", 5, "rgb", 5, "s3d", 5),
        Hdf5Features.dimensions(Hdf5File.named("small")));
  }

  @Test
  void expertWithoutValuesOrWithNanIsMissing() throws Exception {
    List<Expert> experts =
        List.of(
            Expert.of("not_stored", 4),
            Expert.of("empty", 4),
            Expert.of("flat", 4),
            Expert.of("null", 4),
            Expert.of("nan", 4));
    StoredVideo video = Hdf5Features.read(Hdf5File.named("missing"), "video0001", experts);
    assertTrue(video.features().experts().isEmpty());
    assertTrue(Hdf5Features.dimensions(Hdf5File.named("missing")).isEmpty());
  }

  @Test
  void rejectsDifferentDimension() {
    FeatureFileException e = failure("types", "little_f4", 2048);
    assertEquals(
        Hdf5File.named("types") + ": features.little_f4: found dimension 5, expected 2048",
        e.getMessage());
    assertEquals(Hdf5File.named("types"), e.file());
  }

  @Test
  void storedTimesAreMeansOfStartAndEndTruncatedToTheFeatures() throws Exception {
    assertTimes("longer", new Timing.Stored(), 0.75, 2.25, 3.5);
    assertTimes("longer", new Timing.StoredOrEvery(9), 0.75, 2.25, 3.5);
  }

  @Test
  void singlePrecisionTimesAreAveragedInSinglePrecision() throws Exception {
    assertTimes(
        "single", new Timing.Stored(), (0.1f + 0.2f) / 2, (0.3f + 0.4f) / 2, (0.7f + 0.9f) / 2);
  }

  @Test
  void timingOfTheExpertSelectsTheTimes() throws Exception {
    assertTimes("longer", new Timing.Every(2), 1, 3, 5);
    assertTimes("longer", new Timing.Unknown(), -1, -1, -1);
    assertTimes("backwards", new Timing.Unknown(), -1, -1, -1);
    assertTimes("unknown", new Timing.Stored(), -1, -1, -1);
  }

  @Test
  void missingStoredTimesFallBackToTheTiming() throws Exception {
    ExpertFeatures every = read("types", "little_f4", COLUMNS, new Timing.StoredOrEvery(1));
    assertEquals(6.5, every.time(6));
    ExpertFeatures unknown = read("types", "little_f4", COLUMNS, new Timing.Stored());
    assertEquals(ExpertFeatures.UNKNOWN_TIME, unknown.time(6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "short | found 2 times in 2 columns, expected start and end of at least 3 features",
        "wide | found 3 times in 3 columns",
        "backwards | found 1.5 s after 2.5 s, expected times in order",
        "negative | found -3.5 s, expected at least 0 s",
        "integer | found values of type FixedPoint in 8 bytes, expected float16"
      })
  void rejectsInvalidTimes(String expert, String problem) {
    assertProblem(failure("times", expert, 2), problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nan_later | feature 1, value 0: found NaN, expected a finite number",
        "infinite | feature 0, value 0: found Infinity",
        "too_large | feature 0, value 0: found Infinity",
        "integer | found values of type FixedPoint in 4 bytes, expected float16, float32",
        "cube | found shape [2, 2, 2], expected two axes",
        "list | found shape [4], expected two axes",
        "scalar | found shape [], expected two axes",
        "text | found values of type StringData in 1 bytes",
        "fletcher | found filter fletcher32, expected deflate, shuffle or lzf",
        "group | found a link or a group, expected a data set in the root group",
        "soft | found a link or a group",
        "external | found a link or a group"
      })
  void rejectsInvalidFeatures(String expert, String problem) {
    assertProblem(failure("values", expert, 2), "features." + expert + ": ", problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "never_stored | found a shape without stored values, expected stored values",
        "huge | bytes of values, found more",
        "huge_chunks | bytes of values, found more",
        "absent_chunks | No chunk with offset [2, 0]",
        "bomb | found a chunk of 17 bytes, expected 16",
        "cut | found truncated deflate data, expected complete data"
      })
  void rejectsFalseSizes(String expert, String problem) {
    assertProblem(failure("sizes", expert, 4), "features." + expert, problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"extensible", "tree"})
  void rejectsResizableDataSetsOfTheLatestFileVersion(String expert) {
    assertProblem(
        failure("latest", expert, COLUMNS),
        "features." + expert + ": found chunk index ",
        " of a resizable data set in the latest file version, expected a data set of fixed size");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shuffle | found shuffle settings [2147483647], expected 4 at index 0",
        "lzf | 2147483647], expected 16 at index 2"
      })
  void rejectsFalseFilterSettings(String filter, String problem) {
    assertProblem(failure(filter + "_lies", filter, 2), problem);
  }

  @Test
  void captionsAreInTheOrderOfTheirNumbers() throws Exception {
    Map<Integer, Caption> captions =
        Hdf5Features.read(Hdf5File.named("latest"), "video0001", List.of()).captions();
    assertEquals(IntStream.range(0, 12).boxed().toList(), List.copyOf(captions.keySet()));
    for (int i = 0; i < captions.size(); i++) {
      assertEquals(Caption.of("word", Integer.toString(i)), captions.get(i));
    }
  }

  @Test
  void readsWordsOfEveryStorageAsUtf8() throws Exception {
    Map<Integer, Caption> captions =
        Hdf5Features.read(Hdf5File.named("captions"), "video0001", List.of()).captions();
    assertEquals(List.of(0, 1, 2, 10), List.copyOf(captions.keySet()));
    for (Caption caption : captions.values()) {
      assertEquals(List.of("a", "café", "中文", "", "dog"), caption.words());
    }
  }

  @Test
  void startsOfWordsAreTruncatedToTheWords() throws Exception {
    Map<Integer, Caption> captions =
        Hdf5Features.read(Hdf5File.named("captions"), "video0001", List.of()).captions();
    assertEquals(
        List.of(0.0, 499.5, 500.0, 2.0, 4.0), captions.get(1).times().orElseThrow().starts());
    assertEquals(Optional.empty(), captions.get(0).times());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "garbage_words | raw_captions.0: found word 1 not in UTF-8, expected UTF-8",
        "number_captions | raw_captions.0: found values of type FloatingPoint, expected strings",
        "short_caption_times | raw_captions_t.0: found 1 times in 2 columns, expected start and end of at least 2"
      })
  void rejectsInvalidCaptions(String file, String problem) {
    FeatureFileException e =
        assertThrows(
            FeatureFileException.class,
            () -> Hdf5Features.read(Hdf5File.named(file), "video0001", List.of()));
    assertProblem(e, problem);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 100, 1000, 5000, 10_000})
  void rejectsTruncatedFile(int length, @TempDir Path folder) throws Exception {
    byte[] valid = Files.readAllBytes(Hdf5File.named("types"));
    Path truncated = folder.resolve("truncated.h5");
    Files.write(truncated, Arrays.copyOf(valid, Math.min(length, valid.length / 2)));
    FeatureFileException e =
        assertThrows(
            FeatureFileException.class,
            () -> Hdf5Features.read(truncated, "video0001", List.of(Expert.of("little_f8", 5))));
    assertProblem(
        e,
        truncated.toString(),
        length < 100 ? "found damaged or unsupported HDF5" : "found a truncated HDF5 file");
  }

  @Test
  void rejectsMissingEmptyAndForeignFiles(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("missing.h5");
    assertEquals(
        missing + ": found no such file, expected an HDF5 file", failure(missing).getMessage());

    Path empty = Files.createFile(folder.resolve("empty.h5"));
    assertEquals(
        empty + ": found an empty file, expected an HDF5 file", failure(empty).getMessage());

    Path foreign = Files.writeString(folder.resolve("foreign.h5"), "not HDF5".repeat(1000));
    assertProblem(failure(foreign), foreign.toString(), "No valid HDF5 signature found");

    assertProblem(failure(folder), folder + ": cannot be read");
  }

  private static void assertTimes(String expert, Timing timing, double... expected)
      throws FeatureFileException {
    ExpertFeatures features = read("times", expert, 2, timing);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], features.time(i), "feature " + i);
    }
  }

  private static ExpertFeatures read(String file, String expert, int dimension, Timing timing)
      throws FeatureFileException {
    Expert wanted = Expert.of(expert, dimension).withTiming(timing);
    return Hdf5Features.read(Hdf5File.named(file), "video0001", List.of(wanted))
        .features()
        .expert(expert)
        .orElseThrow();
  }

  private static FeatureFileException failure(String file, String expert, int dimension) {
    return assertThrows(
        FeatureFileException.class, () -> read(file, expert, dimension, new Timing.Stored()));
  }

  private static FeatureFileException failure(Path file) {
    return assertThrows(
        FeatureFileException.class, () -> Hdf5Features.read(file, "video0001", List.of()));
  }

  private static void assertProblem(FeatureFileException e, String... parts) {
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }
}
