package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSortedMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
    "latest, fixed_array",
    "latest, extensible",
    "latest, tree",
    "filters, fletcher32",
    "filters, fletcher32_gzip",
    "filters, fletcher32_lzf",
    "filters, scale_f4",
    "filters, scale_f8",
    "filters, cube",
    "grouped, i3d",
    "grouped, soft",
    "grouped, relative",
    "bare, i3d"
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
  @ValueSource(
      strings = {
        "integer_i1",
        "integer_i2",
        "integer_i4",
        "integer_u1",
        "integer_u2",
        "integer_u4",
        "integer_u8",
        "integer_scale",
        "integer_scale_u1"
      })
  void readsIntegersAsNumbers(String expert) throws Exception {
    ExpertFeatures features = read("filters", expert, 5, new Timing.Stored());
    assertArrayEquals(new float[] {0, 1, 2, 3, 4}, features.feature(0));
    assertArrayEquals(new float[] {30, 31, 32, 33, 34}, features.feature(6));
  }

  @Test
  void readsBooleansAsZeroAndOne() throws Exception {
    assertArrayEquals(
        new float[] {0, 1, 0, 1, 0}, read("filters", "boolean", 5, new Timing.Stored()).feature(0));
  }

  @Test
  void neverWrittenValuesAreTheFillValue() throws Exception {
    float[] fill = {2.5f, 2.5f};
    assertArrayEquals(fill, read("unwritten", "contiguous", 2, new Timing.Stored()).feature(1));
    assertArrayEquals(new float[2], read("unwritten", "zero", 2, new Timing.Stored()).feature(1));
    ExpertFeatures chunks = read("unwritten", "chunks", 2, new Timing.Stored());
    assertArrayEquals(new float[] {1, 1}, chunks.feature(1));
    assertArrayEquals(fill, chunks.feature(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"array", "filtered_array", "tree", "fixed"})
  void readsManyChunksOfTheLatestFileVersion(String expert) throws Exception {
    ExpertFeatures features = read("resizable", expert, 2, new Timing.Stored());
    assertEquals(200, features.count());
    for (int row = 0; row < 200; row++) {
      assertArrayEquals(new float[] {2 * row, 2 * row + 1}, features.feature(row), "row " + row);
    }
  }

  @Test
  void rejectsResizableDataSetWithChunksThatWereNeverWritten() {
    assertProblem(
        failure("resizable", "gap", 2),
        "features.gap: found ",
        " in a resizable data set, expected all of them");
  }

  @Test
  void damagedChecksummedValuesAreRejected(@TempDir Path folder) throws Exception {
    byte[] bytes = Files.readAllBytes(Hdf5File.named("filters"));
    byte[] first =
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putFloat(-9 / 8f)
            .putFloat(-1)
            .array();
    int at =
        new String(bytes, StandardCharsets.ISO_8859_1)
            .indexOf(new String(first, StandardCharsets.ISO_8859_1));
    bytes[at + 3] ^= 1;
    Path file = Files.write(folder.resolve("damaged.h5"), bytes);
    FeatureFileException e =
        assertThrows(
            FeatureFileException.class,
            () -> Hdf5Features.read(file, "video", List.of(Expert.of("fletcher32", 5))));
    assertProblem(e, "features.fletcher32: found checksum ", ": the values are damaged");
  }

  @Test
  void groupsReplaceThePrefixesOfNames() throws Exception {
    Path file = Hdf5File.named("grouped");
    StoredVideo video =
        Hdf5Features.read(
            file, "video", List.of(Expert.of("i3d", 5).withTiming(new Timing.Stored())));
    assertEquals(6, video.features().expert("i3d").orElseThrow().time(6));
    assertEquals(
        Map.of(0, Caption.of("a", "dog", "barks"), 1, Caption.of("two", "dogs")), video.captions());
  }

  @Test
  void withoutPrefixesEveryArrayIsAnExpert() throws Exception {
    assertEquals(Map.of("i3d", 5), Hdf5Features.dimensions(Hdf5File.named("bare")));
  }

  @Test
  void featuresWithoutUsableTimesHaveNone() throws Exception {
    assertTimes("short", new Timing.Stored(), 0.5, 1.5, -1);
    assertTimes("wide", new Timing.Stored(), -1, -1, -1);
    assertTimes("negative", new Timing.Stored(), -1, 1.5, 2.5);
    assertTimes("integer", new Timing.Stored(), 0.5, 1.5, 2.5);
  }

  @Test
  void unorderedTimesAreSortedWithTheirFeatures() throws Exception {
    assertTimes("backwards", new Timing.Stored(), 0.5, 1.5, 2.5);
    assertArrayEquals(
        new int[] {1, 3, 0, 2},
        FeatureTimes.order(new double[] {2, 0, ExpertFeatures.UNKNOWN_TIME, 1}));
    assertArrayEquals(new int[] {0, 1, 2}, FeatureTimes.order(new double[] {-1, 0, 0}));
  }

  @Test
  void notesTellWhatHappensToTimes() throws Exception {
    assertEquals(
        List.of(
            "features_t.backwards: found times out of order; the features are sorted by time",
            "features_t.longer: found 4 times, of which the first 3 are read",
            "features_t.negative: found 1 times that are negative or not finite; their features have"
                + " no time",
            "features_t.short: found 2 times for 3 features, of which the last 1 have no time",
            "features_t.wide: found shape [3, 3], expected start and end of each feature; the"
                + " features have no times"),
        Hdf5Features.notes(Hdf5File.named("times")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nan_later | feature 1, value 0: found NaN, expected a finite number",
        "infinite | feature 0, value 0: found Infinity",
        "too_large | feature 0, value 0: found Infinity",
        "cube | found shape [2, 2, 2], expected shape (n, dimension)",
        "list | found dimension 4, expected 2",
        "scalar | found shape [], expected shape (n, dimension)",
        "text | found values of type StringData in 1 bytes",
        "group | found a group, expected a data set",
        "soft | found a link to itself, expected a link to a data set",
        "external | found a link to the file types.h5, expected the data in this file"
      })
  void rejectsInvalidFeatures(String expert, String problem) {
    assertProblem(failure("values", expert, 2), "features." + expert + ": ", problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "huge | bytes of values, found more",
        "huge_chunks | bytes of values, found more",
        "bomb | found a chunk of 21 bytes, expected 16",
        "cut | found truncated deflate data, expected complete data"
      })
  void rejectsFalseSizes(String expert, String problem) {
    assertProblem(failure("sizes", expert, 4), "features." + expert, problem);
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
        "short_caption_times | raw_captions_t.0: found shape [1, 2], expected start and end of at least 2 words"
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
    assertProblem(e, truncated.toString(), ": found ", ", expected ");
  }

  @Test
  void rejectsMissingEmptyAndForeignFiles(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("missing.h5");
    assertEquals(
        missing + ": found no such file, expected an HDF5 file", failure(missing).getMessage());

    Path empty = Files.createFile(folder.resolve("empty.h5"));
    assertEquals(
        empty + ": found an empty file, expected an HDF5 file: copy or download it again",
        failure(empty).getMessage());

    Path foreign = Files.writeString(folder.resolve("foreign.h5"), "not HDF5".repeat(1000));
    assertProblem(failure(foreign), foreign.toString(), "No valid HDF5 signature found");

    assertProblem(failure(folder), folder + ": found a directory");
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
