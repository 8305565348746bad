package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.Expert;

/** Files made to let a reader run, recurse or allocate without end: each is refused by name. */
@Tag("damage")
@SuppressWarnings("ByteBufferBackingArray") // all wrap an array
class CraftedHdf5Test {

  /** Where the root group's header and tree lie in the files of HDF5's first version. */
  private static final int ROOT = 96;

  private static final int ROOT_MESSAGES = ROOT + 16;
  private static final int NODE_BYTES = 1024;

  @TempDir private Path folder;

  @Test
  void treeThatIsItsOwnChild() throws IOException {
    ByteBuffer bytes = whole("small");
    int tree = place(bytes, "TREE");
    parent(bytes, tree, tree);
    assertRefused(bytes, "damaged or unknown HDF5");
  }

  @Test
  void treeThatDoublesAtEveryLevel() throws IOException {
    ByteBuffer whole = whole("small");
    int tree = place(whole, "TREE");
    int end = whole.capacity();
    int levels = 40;
    ByteBuffer bytes =
        ByteBuffer.wrap(Arrays.copyOf(whole.array(), end + levels * NODE_BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(end, whole.array(), tree, NODE_BYTES);
    for (int level = 0; level < levels; level++) {
      int node = end + level * NODE_BYTES;
      bytes.put(node, whole.array(), tree, 8);
      if (level < levels - 1) {
        parent(bytes, node, node + NODE_BYTES);
      }
    }
    parent(bytes, tree, end);
    assertRefused(bytes, "bytes of structure");
  }

  @Test
  void headerThatContinuesInItself() throws IOException {
    ByteBuffer bytes = whole("small");
    bytes.putShort(ROOT + 2, (short) 0xffff);
    bytes.putShort(ROOT_MESSAGES, (short) 16).putShort(ROOT_MESSAGES + 2, (short) 16);
    bytes.putLong(ROOT_MESSAGES + 8, ROOT_MESSAGES).putLong(ROOT_MESSAGES + 16, 24);
    assertRefused(bytes, "the HDF5 structure");
  }

  @Test
  void groupsThatContainEachOther() throws IOException {
    ByteBuffer bytes = whole("small");
    int entries = place(bytes, "SNOD") + 8;
    for (int i = 0; i < bytes.getShort(entries - 2); i++) {
      bytes.putLong(entries + 40 * i + 8, ROOT);
    }
    assertRefused(bytes, "found a link or a group");
  }

  @Test
  void treeThatDeclaresBillionsOfRecords() throws IOException {
    ByteBuffer bytes = whole("small_latest");
    bytes.putLong(place(bytes, "BTHD") + 26, Integer.MAX_VALUE);
    assertRefused(bytes, "bytes of structure");
  }

  @Test
  void heapThatDeclaresBillionsOfBlocks() throws IOException {
    ByteBuffer bytes = whole("small_latest");
    int heap = place(bytes, "FRHP");
    bytes.putShort(heap + 110, (short) 0x8000).putShort(heap + 140, (short) 0x4000);
    assertRefused(bytes, "bytes of structure");
  }

  @Test
  void indexThatDeclaresBillionsOfChunks() throws IOException {
    ByteBuffer bytes = whole("small_latest");
    bytes.putLong(place(bytes, "FAHD") + 8, Integer.MAX_VALUE);
    assertRefused(bytes, "bytes of structure");
  }

  @Test
  void wordsOfBillionsOfBytes() throws IOException {
    ByteBuffer bytes = whole("small");
    int heap = place(bytes, "GCOL");
    for (int i = 4; i < bytes.capacity() - 12; i++) {
      if (bytes.getLong(i) == heap) {
        bytes.putInt(i - 4, Integer.MAX_VALUE);
      }
    }
    assertRefused(bytes, "bytes of values");
  }

  @Test
  void fileOfMoreThanIsRead() throws IOException {
    Path file = folder.resolve("large.h5");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(Hdf5Contents.MAX_BYTES + 1L);
    }
    assertRefused(file, "found more than " + Hdf5Contents.MAX_BYTES + " bytes");
  }

  /** Makes a node of a tree one with two children at the same place. */
  private static void parent(ByteBuffer bytes, int node, int child) {
    bytes.put(node + 5, (byte) 1).putShort(node + 6, (short) 2);
    bytes.putLong(node + 32, child).putLong(node + 48, child);
  }

  private void assertRefused(ByteBuffer bytes, String problem) throws IOException {
    assertRefused(Files.write(folder.resolve("crafted.h5"), bytes.array()), problem);
  }

  private static void assertRefused(Path file, String problem) {
    FeatureFileException e =
        assertThrows(
            FeatureFileException.class,
            () ->
                Hdf5Features.read(
                    file, "video", List.of(Expert.of("rgb", 5), Expert.of("lzf", 5))));
    assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
    assertTrue(e.getMessage().contains(problem), e.getMessage());
  }

  private static ByteBuffer whole(String name) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(Hdf5File.named(name))).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int place(ByteBuffer bytes, String signature) {
    int place = new String(bytes.array(), StandardCharsets.ISO_8859_1).indexOf(signature);
    assertTrue(place > 0, signature);
    return place;
  }
}
