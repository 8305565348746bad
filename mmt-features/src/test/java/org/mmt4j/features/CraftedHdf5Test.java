package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/**
 * Crafted files that would make a reader run, recurse or allocate without end are rejected by name.
 */
@Tag("damage")
@SuppressWarnings("ByteBufferBackingArray") // every buffer wraps an array
class CraftedHdf5Test {

  /** Addresses of the header and the tree of the root group in files of the first HDF5 version. */
  private static final int ROOT = 96;

  private static final int ROOT_MESSAGES = ROOT + 16;
  private static final int NODE_BYTES = 1024;

  @TempDir private Path folder;

  @Test
  void rejectsTreeThatContainsItself() throws IOException {
    ByteBuffer bytes = read("small");
    int tree = positionOf(bytes, "TREE");
    makeParent(bytes, tree, tree);
    assertRejected(bytes, "damaged or unsupported HDF5");
  }

  @Test
  void rejectsTreeThatDoublesAtEveryLevel() throws IOException {
    ByteBuffer valid = read("small");
    int tree = positionOf(valid, "TREE");
    int end = valid.capacity();
    int levels = 40;
    ByteBuffer bytes =
        ByteBuffer.wrap(Arrays.copyOf(valid.array(), end + levels * NODE_BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(end, valid.array(), tree, NODE_BYTES);
    for (int level = 0; level < levels; level++) {
      int node = end + level * NODE_BYTES;
      bytes.put(node, valid.array(), tree, 8);
      if (level < levels - 1) {
        makeParent(bytes, node, node + NODE_BYTES);
      }
    }
    makeParent(bytes, tree, end);
    assertRejected(bytes, "bytes of structure");
  }

  @Test
  void rejectsHeaderThatContinuesInItself() throws IOException {
    ByteBuffer bytes = read("small");
    bytes.putShort(ROOT + 2, (short) 0xffff);
    bytes.putShort(ROOT_MESSAGES, (short) 16).putShort(ROOT_MESSAGES + 2, (short) 16);
    bytes.putLong(ROOT_MESSAGES + 8, ROOT_MESSAGES).putLong(ROOT_MESSAGES + 16, 24);
    assertRejected(bytes, "the HDF5 structure");
  }

  @Test
  void rejectsGroupsThatContainEachOther() throws IOException {
    ByteBuffer bytes = read("small");
    int entries = positionOf(bytes, "SNOD") + 8;
    for (int i = 0; i < bytes.getShort(entries - 2); i++) {
      bytes.putLong(entries + 40 * i + 8, ROOT);
    }
    assertRejected(bytes, "found a group, expected a data set");
  }

  @Test
  void rejectsTreeWithBillionsOfRecords() throws IOException {
    ByteBuffer bytes = read("small_latest");
    bytes.putLong(positionOf(bytes, "BTHD") + 26, Integer.MAX_VALUE);
    assertRejected(bytes, "bytes of structure");
  }

  @Test
  void rejectsHeapWithBillionsOfBlocks() throws IOException {
    ByteBuffer bytes = read("small_latest");
    int heap = positionOf(bytes, "FRHP");
    bytes.putShort(heap + 110, (short) 0x8000).putShort(heap + 140, (short) 0x4000);
    assertRejected(bytes, "bytes of structure");
  }

  @Test
  void rejectsIndexWithBillionsOfChunks() throws IOException {
    ByteBuffer bytes = read("small_latest");
    bytes.putLong(positionOf(bytes, "FAHD") + 8, Integer.MAX_VALUE);
    assertRejected(bytes, "bytes of structure");
  }

  @Test
  void rejectsWordsOfBillionsOfBytes() throws IOException {
    ByteBuffer bytes = read("small");
    int heap = positionOf(bytes, "GCOL");
    for (int i = 4; i < bytes.capacity() - 12; i++) {
      if (bytes.getLong(i) == heap) {
        bytes.putInt(i - 4, Integer.MAX_VALUE);
      }
    }
    assertRejected(bytes, "bytes of values");
  }

  @Test
  void rejectsArrayWithBillionsOfChunks() throws IOException {
    ByteBuffer bytes = read("resizable");
    bytes.putLong(positionOf(bytes, "EAHD") + 12 + 4 * 8, Integer.MAX_VALUE);
    assertRejected(bytes, "bytes of structure", "array");
  }

  @Test
  void readsFileAboveTheMaximumSizeOfValues() throws IOException {
    Path file = folder.resolve("large.h5");
    Files.copy(Hdf5File.named("small"), file);
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(Hdf5Contents.MAX_BYTES + 1L);
    }
    assertEquals(3, Hdf5Features.dimensions(file).size());
  }

  /** Turns a node of a tree into an inner node with two children at the same address. */
  private static void makeParent(ByteBuffer bytes, int node, int child) {
    bytes.put(node + 5, (byte) 1).putShort(node + 6, (short) 2);
    bytes.putLong(node + 32, child).putLong(node + 48, child);
  }

  private void assertRejected(ByteBuffer bytes, String problem) throws IOException {
    assertRejected(bytes, problem, "lzf");
  }

  private void assertRejected(ByteBuffer bytes, String problem, String expert) throws IOException {
    assertRejected(Files.write(folder.resolve("crafted.h5"), bytes.array()), problem, expert);
  }

  private static void assertRejected(Path file, String problem, String expert) {
    FeatureFileException e =
        assertThrows(
            FeatureFileException.class,
            () ->
                Hdf5Features.read(
                    file, "video", List.of(Expert.of("rgb", 5), Expert.of(expert, 5))));
    assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
    assertTrue(e.getMessage().contains(problem), e.getMessage());
  }

  private static ByteBuffer read(String name) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(Hdf5File.named(name))).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int positionOf(ByteBuffer bytes, String signature) {
    int position = new String(bytes.array(), StandardCharsets.ISO_8859_1).indexOf(signature);
    assertTrue(position > 0, signature);
    return position;
  }
}
