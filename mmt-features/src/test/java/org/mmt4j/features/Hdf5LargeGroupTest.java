package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.fixtures.ScratchFile;
import org.mmt4j.fixtures.TestFiles;

/** A group of 3000 names in HDF5's latest version, see {@code hdf5/further.py}. */
@Tag("damage")
@SuppressWarnings("ByteBufferBackingArray") // every buffer wraps an array
class Hdf5LargeGroupTest {

  private static final int NAMES = 3000;

  /** Signatures of the parts of the heap and of the tree of a large group. */
  private static final List<String> PARTS = List.of("FRHP", "FHIB", "FHDB", "BTHD", "BTIN", "BTLF");

  private static byte[] valid = {};

  @TempDir private Path folder;

  @BeforeAll
  static void unzip() throws IOException {
    Path zipped = TestFiles.resource(Hdf5LargeGroupTest.class, "hdf5/dense.h5.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(zipped))) {
      valid = in.readAllBytes();
    }
  }

  @Test
  void allNamesAreVideos() throws IOException {
    Files.write(folder.resolve("i3d.h5"), valid);
    try (FeatureSource source = FeatureSources.open(folder)) {
      assertEquals(NAMES, source.ids().size());
      for (int i = 1; i < NAMES; i++) {
        assertTrue(source.ids().contains(("video" + i) + "-".repeat(195 - digits(i))), "video" + i);
      }
      for (String id : source.ids().headSet("video2")) {
        assertEquals(Map.of("i3d", 5), source.dimensions(id));
      }
    }
  }

  private static int digits(int number) {
    return Integer.toString(number).length();
  }

  @Test
  void damagedPartsAreReadOrRejected() throws IOException {
    Path file = folder.resolve("damaged.h5");
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      byte[] bytes = valid.clone();
      int part = positionOf(PARTS.get(seed % PARTS.size()), random);
      for (int i = 0; i <= random.nextInt(4); i++) {
        bytes[Math.min(bytes.length - 1, part + random.nextInt(160))] = (byte) random.nextInt();
      }
      ScratchFile.write(file, bytes);
      try (Hdf5Contents contents = Hdf5Contents.open(file)) {
        assertTrue(contents.names().size() <= 2 * NAMES);
      } catch (FeatureFileException e) {
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      }
    }
  }

  @Test
  void rejectsATreeThatContainsItself() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(valid.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int header = Bytes.indexOf(valid, ascii("BTHD"));
    int root = (int) bytes.getLong(header + 16);
    bytes.putShort(header + 12, (short) 32).putShort(header + 24, (short) 1);
    bytes.putLong(root + 17, root).put(root + 25, (byte) 1);
    assertTrue(rejection(bytes).contains("found no node of a tree of names"), rejection(bytes));
  }

  @Test
  void rejectsABlockThatContainsItself() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(valid.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int block = Bytes.indexOf(valid, ascii("FHIB"));
    for (int child = block + 17; child < block + 17 + 8 * 36; child += 8) {
      bytes.putLong(child, block);
    }
    assertTrue(rejection(bytes).contains("damaged or unsupported HDF5"), rejection(bytes));
  }

  private String rejection(ByteBuffer bytes) throws IOException {
    Path file = folder.resolve("crafted.h5");
    ScratchFile.write(file, bytes.array());
    return String.valueOf(
        assertThrows(FeatureFileException.class, () -> Hdf5Contents.open(file)).getMessage());
  }

  /** Returns the position of one of the parts with a signature. */
  private static int positionOf(String signature, Random random) {
    int from = random.nextInt(valid.length);
    int found = indexOf(signature, from);
    return found < 0 ? indexOf(signature, 0) : found;
  }

  private static int indexOf(String signature, int from) {
    byte[] part = ascii(signature);
    for (int i = from; i + part.length <= valid.length; i++) {
      if (valid[i] == part[0]
          && valid[i + 1] == part[1]
          && valid[i + 2] == part[2]
          && valid[i + 3] == part[3]) {
        return i;
      }
    }
    return -1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
