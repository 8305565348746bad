package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.fixtures.TestFiles;

/**
 * Features, captions and lists as programs and people write them, made by {@code cases/features.py}
 * with Debian's python3-h5py.
 */
@Tag("cases")
class FeatureCasesTest {

  private static final String PYTHON = "/usr/bin/python3";

  @TempDir private static Path folder;

  @BeforeAll
  static void write() throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Path cases = Files.createDirectory(folder.resolve("cases"));
    Process process =
        new ProcessBuilder(
                PYTHON,
                TestFiles.resource(FeatureCasesTest.class, "cases/features.py").toString(),
                cases.toString(),
                GoldenLoader.root().toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertEquals(0, process.waitFor(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private static Path folderOf(String name) {
    return folder.resolve("cases").resolve(name);
  }

  /** Columns: case, number of videos, and for each expert: name, dimension, videos, timed. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pickles            | 6      | i3d 8 5 0, rgb 5 6 0
          dicts              | 6      | flow 8 6 0, rgb 8 6 0
          streams            | 6      | i3d_flow 8 6 6, i3d_rgb 8 6 6
          npz-networks       | 6      | clip 8 6 0, slowfast 5 6 0
          npz-beside         | 6      | i3d 8 6 6
          h5-networks        | 6      | clip 8 6 6, slowfast 5 6 6
          one-file           | 6      | i3d 8 6 0
          one-file-groups    | 6      | i3d 8 6 0
          one-file-earliest  | 20000  | i3d 8 20000 0
          one-file-latest    | 100000 | i3d 8 100000 0
          npy-u1             | 6      | vggish 8 6 0
          npy-i8             | 6      | vggish 8 6 0
          npy-i4             | 6      | vggish 8 6 0
          npy-big-f2         | 6      | vggish 8 6 0
          npy-f8             | 6      | vggish 8 6 0
          npy-b1             | 6      | vggish 8 6 0
          npy-O              | 6      | vggish 8 6 0
          pickle-u1          | 6      | vggish 8 6 0
          pickle-i8          | 6      | vggish 8 6 0
          pickle-i4          | 6      | vggish 8 6 0
          pickle-big-f2      | 6      | vggish 8 6 0
          pickle-f8          | 6      | vggish 8 6 0
          pickle-b1          | 6      | vggish 8 6 0
          pickle-O           | 6      | vggish 8 6 0
          h5-u1              | 6      | vggish 8 6 0
          h5-i8              | 6      | vggish 8 6 0
          h5-i4              | 6      | vggish 8 6 0
          h5-big-f2          | 6      | vggish 8 6 0
          h5-f8              | 6      | vggish 8 6 0
          h5-b1              | 6      | vggish 8 6 0
          single-axes        | 6      | i3d 8 6 0
          nan-rows           | 6      | i3d 8 5 0
          h5-checksums       | 6      | i3d 8 6 6
          h5-szip            | 6      | i3d 8 6 6
          h5-lzf             | 6      | i3d 8 6 6
          h5-latest          | 6      | i3d 8 6 6
          h5-user-block      | 6      | i3d 8 6 6
          h5-unwritten       | 6      | flow 8 6 0, i3d 8 6 0
          h5-soft-link       | 6      | i3d 8 6 0
          h5-bare            | 6      | features 8 6 0
          h5-caption         | 6      | i3d 8 6 6
          table-endings.tsv  | 6      | i3d 8 6 0
          table-case.tsv     | 3      | i3d 8 3 0
          table-semicolons.csv | 6    | i3d 8 6 0
          table-line-break.csv | 1    | i3d 8 1 0
          table-utf16.tsv    | 6      | i3d 8 6 0
          table-fields.jsonl | 6      | i3d 8 6 0
          table-msrvtt.json  | 6      | i3d 8 6 0
          times-unsorted     | 6      | i3d 8 6 6
          times-nan          | 6      | i3d 8 6 6
          times-few          | 6      | i3d 8 6 6
          """)
  void isRead(String name, int videos, String experts) throws IOException {
    try (FolderDataset data = FolderDataset.open(folderOf(name))) {
      DataReport report = data.validate();
      assertEquals(videos, report.videos());
      assertEquals(
          experts,
          report.experts().stream()
              .map(
                  e ->
                      e.name() + " " + e.dimension() + " " + e.videos() + " " + e.videosWithTimes())
              .collect(Collectors.joining(", ")));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          crops             | found shape [4, 3, 8], expected shape (n, dimension), or (dimension) for one feature; average the values
          transposed        | if the arrays are (dimension, n), transpose them
          npy-bfloat16      | V2 is how NumPy saves bfloat16: convert to float32
          h5-external-link  | links to other files are not followed
          h5-external-file  | expected values that are stored in the file itself: copy the data set to a new file
          h5-virtual        | expected values that are stored in the file itself: copy the data set to a new file
          table-windows.tsv | save it as UTF-8 (from Windows
          table-spaces.tsv  | the separator is a tab, a comma or a semicolon
          """)
  void isRejectedWithAdvice(String name, String advice) {
    Path path = folderOf(name);
    FeatureFileException e =
        assertThrows(FeatureFileException.class, () -> FolderDataset.open(path));
    assertTrue(e.getMessage().contains(advice), e.getMessage());
    assertTrue(e.file().startsWith(path), e.getMessage());
  }

  @Test
  void otherPicklesInAFolderAreNotes() throws IOException {
    Path features = folderOf("pickles").resolve("features");
    try (FolderDataset data = FolderDataset.open(folderOf("pickles"))) {
      List<String> notes = data.validate().notes();
      assertEquals(2, notes.size(), notes.toString());
      assertTrue(notes.get(0).startsWith(features.resolve("flow.pickle") + ": "), notes.get(0));
      assertEquals(
          features.resolve("w2v.pkl")
              + ": found a list for clip0, expected arrays by video; the file is not read",
          notes.get(1));
    }
  }

  @Test
  void oneStringIsACaptionOfWords() throws IOException {
    try (FolderDataset data = FolderDataset.open(folderOf("h5-caption"))) {
      assertEquals(List.of("A dog barks."), data.all().load("clip0").captions());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void captionIndexOfNumpysIntegersIsRead(int protocol) throws IOException {
    PublishedSplit split = PublishedSplit.MSRVTT_JSFUSION;
    PublishedDataset written =
        PublishedDataset.open(folderOf("caption-index-" + protocol), split, List.of());
    PublishedDataset original = PublishedDataset.open(GoldenLoader.root(), split, List.of());
    for (String id : original.ids(Subset.TEST)) {
      assertEquals(original.test().load(id).captions(), written.test().load(id).captions());
    }
  }

  @Test
  void aTruncatedListedVideoIsNamedAndSkippedOnRequest() throws IOException {
    PublishedDataset data =
        PublishedDataset.open(folderOf("damaged-video"), PublishedSplit.MSRVTT_MIECH, List.of());
    List<String> problems =
        data.withDiscoveredExperts(Subset.TEST).validate(Subset.TEST).problems();
    assertTrue(problems.get(0).contains("found a truncated HDF5 file"), problems.get(0));
    assertEquals(3, data.skipMissing().withDiscoveredExperts(Subset.TEST).test().size());
  }

  @Test
  void clipsOfLsmdcAreInTheOrderOfTheReference() throws IOException {
    PublishedDataset data =
        PublishedDataset.open(folderOf("lsmdc"), PublishedSplit.LSMDC, List.of());
    Set<String> excluded = ((SplitLists.Shuffled) PublishedSplit.LSMDC.lists()).excluded();
    assertEquals(
        Files.readAllLines(folderOf("lsmdc").resolve("expected.txt")).stream()
            .filter(id -> !excluded.contains(id))
            .toList(),
        data.ids(Subset.TRAINVAL));
  }
}
