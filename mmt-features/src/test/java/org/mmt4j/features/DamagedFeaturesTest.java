package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.mmt4j.data.Expert;
import org.mmt4j.fixtures.Damage;
import org.mmt4j.fixtures.TestFiles;

/** A damaged file of features, captions or ids is read, or the exception names it. */
@Tag("damage")
class DamagedFeaturesTest {

  private static final int TRIES = 10_000;

  private static Path scratch = Path.of("");

  @BeforeContainer
  static void create() throws IOException {
    scratch = TestFiles.scratch();
    Files.createDirectories(scratch.resolve("rgb"));
    Files.createDirectories(scratch.resolve("s3d"));
  }

  @AfterContainer
  static void delete() throws IOException {
    Files.delete(scratch.resolve("rgb"));
    Files.delete(scratch.resolve("s3d"));
    Files.delete(scratch);
  }

  @Property(tries = TRIES)
  void damagedPicklesAreReadOrRejected(@ForAll long seed) throws IOException {
    requireSourceReadOrRejected("sources/ce/rgb.pickle", "rgb.pickle", seed, PickledFeatures::open);
  }

  @Property(tries = TRIES)
  void damagedNpyFilesAreReadOrRejected(@ForAll long seed) throws IOException {
    requireSourceReadOrRejected(
        "sources/npy/rgb/video0000.npy", "rgb/video0000.npy", seed, NpyFolder::open);
  }

  @Property(tries = TRIES)
  void damagedNpzFilesAreReadOrRejected(@ForAll long seed) throws IOException {
    requireSourceReadOrRejected(
        "sources/npz/video0000.npz", "video0000.npz", seed, NpzFolder::open);
  }

  @Property(tries = TRIES)
  void damagedTsvCaptionsAreReadOrRejected(@ForAll long seed) throws IOException {
    requireTextReadOrRejected(
        "captions.tsv",
        "video0000\tA dog.\r\nvideo0001\tZwei Hunde, ö.\n",
        seed,
        DamagedFeaturesTest::readCaptions);
  }

  @Property(tries = TRIES)
  void damagedJsonCaptionsAreReadOrRejected(@ForAll long seed) throws IOException {
    String line =
        "{\"id\": \"video0000\", \"caption\": \"A d\\u00f6g.\", \"by\": [1, {\"x\": null}]}\n";
    requireTextReadOrRejected(
        "captions.jsonl", line + line, seed, DamagedFeaturesTest::readCaptions);
  }

  @Property(tries = TRIES)
  void damagedListsAreReadOrRejected(@ForAll long seed) throws IOException {
    requireTextReadOrRejected(
        "list.txt", "video0000\r\nvideo0001\nfolder/video0002.h5\n", seed, VideoList::read);
  }

  @Property(tries = TRIES)
  void damagedCsvCaptionsAreReadOrRejected(@ForAll long seed) throws IOException {
    requireTextReadOrRejected(
        "captions.csv",
        "video_id,by,caption\r\nvideo0000,1,\"A \"\"dog\"\",\nbarks.\"\r\nvideo0001,,ö\n",
        seed,
        DamagedFeaturesTest::readCaptions);
  }

  @Property(tries = TRIES)
  void damagedTablesOfVideosAreReadOrRejected(@ForAll long seed) throws IOException {
    requireTextReadOrRejected(
        "list.csv", "video0000\t1\tA dog.\nvideo0000\t2\t\"A\ndog\"\n", seed, VideoList::read);
  }

  private static void readCaptions(Path file) throws IOException {
    CaptionFile.read(file, Optional.empty());
  }

  private static void requireSourceReadOrRejected(
      String valid, String name, long seed, Opening opening) throws IOException {
    byte[] bytes = Files.readAllBytes(TestFiles.resource(DamagedFeaturesTest.class, valid));
    requireReadOrRejected(name, Damage.any(bytes, seed), file -> readAll(opening));
  }

  private static void readAll(Opening opening) throws IOException {
    try (FeatureSource source = opening.open(scratch)) {
      for (String id : source.ids()) {
        source.readAll(id);
        source.read(id, List.of(Expert.of("rgb", 5)));
      }
    }
  }

  private static void requireTextReadOrRejected(
      String name, String valid, long seed, Reading reading) throws IOException {
    requireReadOrRejected(name, Damage.any(valid.getBytes(StandardCharsets.UTF_8), seed), reading);
  }

  private static void requireReadOrRejected(String name, byte[] bytes, Reading reading)
      throws IOException {
    Path file = Files.write(scratch.resolve(name), bytes);
    try {
      reading.read(file);
    } catch (FeatureFileException e) {
      assertTrue(e.getMessage().startsWith(scratch.toString()), e.getMessage());
    } finally {
      Files.delete(file);
    }
  }

  /** Opens a folder. */
  private interface Opening {
    FeatureSource open(Path folder) throws IOException;
  }

  /** Reads a file. */
  private interface Reading {
    void read(Path file) throws IOException;
  }
}
