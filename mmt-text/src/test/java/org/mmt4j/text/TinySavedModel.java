package org.mmt4j.text;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.nd4j.shade.protobuf.CodedOutputStream;

/**
 * A synthetic SavedModel of a BERT with one head and one layer. Value {@code i} of every tensor is
 * {@code i / 1024}.
 */
final class TinySavedModel {

  static final BertConfig CONFIG =
      BertConfig.builder()
          .vocabularySize(12)
          .hiddenSize(64)
          .layers(1)
          .heads(1)
          .intermediateSize(8)
          .maxPositions(10)
          .build();

  private static final int ENTRIES_PER_BLOCK = 10;

  /** TensorFlow names and shapes. */
  private final TreeMap<String, int[]> tensors = new TreeMap<>();

  /** Offsets and sizes of the blocks of the index. */
  private final List<int[]> blocks = new ArrayList<>();

  private final ByteArrayOutputStream index = new ByteArrayOutputStream();
  private final ByteBuffer data;

  private TinySavedModel(Map<String, int[]> tensors) {
    this.tensors.putAll(tensors);
    int values = tensors.values().stream().mapToInt(TinySavedModel::count).sum();
    this.data = ByteBuffer.allocate(Float.BYTES * values).order(ByteOrder.LITTLE_ENDIAN);
    writeIndex();
  }

  static TinySavedModel bert() {
    return of(shapes());
  }

  static TinySavedModel of(Map<String, int[]> tensors) {
    return new TinySavedModel(tensors);
  }

  /** Returns the tensors of a BERT of {@link #CONFIG}, with its pooler and one head. */
  static Map<String, int[]> shapes() {
    TreeMap<String, int[]> shapes = new TreeMap<>();
    String bert = "module/bert/";
    String layer = bert + "encoder/layer_0/";
    shapes.put(bert + "embeddings/word_embeddings", new int[] {12, 64});
    shapes.put(bert + "embeddings/position_embeddings", new int[] {10, 64});
    shapes.put(bert + "embeddings/token_type_embeddings", new int[] {2, 64});
    for (String norm :
        List.of(
            bert + "embeddings/LayerNorm/",
            layer + "attention/output/LayerNorm/",
            layer + "output/LayerNorm/")) {
      shapes.put(norm + "gamma", new int[] {64});
      shapes.put(norm + "beta", new int[] {64});
    }
    putDense(shapes, layer + "attention/self/query/", 64, 64);
    putDense(shapes, layer + "attention/self/key/", 64, 64);
    putDense(shapes, layer + "attention/self/value/", 64, 64);
    putDense(shapes, layer + "attention/output/dense/", 64, 64);
    putDense(shapes, layer + "intermediate/dense/", 64, 8);
    putDense(shapes, layer + "output/dense/", 8, 64);
    putDense(shapes, bert + "pooler/dense/", 64, 64);
    shapes.put("module/cls/predictions/output_bias", new int[] {12});
    return shapes;
  }

  private static void putDense(Map<String, int[]> shapes, String name, int in, int out) {
    shapes.put(name + "kernel", new int[] {in, out});
    shapes.put(name + "bias", new int[] {out});
  }

  byte[] index() {
    return index.toByteArray();
  }

  byte[] data() {
    return data.array();
  }

  /** Corrects the checksums of the blocks of a damaged index, so that the reader parses them. */
  byte[] withChecksums(byte[] damaged) {
    for (int[] block : blocks) {
      int end = block[0] + block[1] + 1;
      if (end + Integer.BYTES <= damaged.length) {
        int checksum = checksum(damaged, block[0], block[1] + 1);
        ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(end, checksum);
      }
    }
    return damaged;
  }

  /** Writes a model with these files and {@link TinyBert#VOCABULARY}. */
  static void write(Path directory, byte[] index, byte[] data) throws IOException {
    Files.createDirectories(directory.resolve("variables"));
    Files.createDirectories(directory.resolve("assets"));
    Files.write(directory.resolve("variables/variables.index"), index);
    Files.write(directory.resolve("variables/variables.data-00000-of-00001"), data);
    Files.write(directory.resolve("assets/vocab.txt"), TinyBert.VOCABULARY.tokens());
  }

  private void writeIndex() {
    TreeMap<String, byte[]> entries = new TreeMap<>();
    entries.put("", new byte[] {0x08, 1, 0x1a, 2, 0x08, 1}); // one data file, version 1
    tensors.forEach((name, shape) -> entries.put(name, entry(shape)));
    TreeMap<String, byte[]> handles = new TreeMap<>();
    List<String> names = ImmutableList.copyOf(entries.keySet());
    for (int from = 0; from < names.size(); from += ENTRIES_PER_BLOCK) {
      int to = Math.min(from + ENTRIES_PER_BLOCK, names.size());
      handles.put(
          names.get(to - 1), block(entries.subMap(names.get(from), true, names.get(to - 1), true)));
    }
    byte[] meta = block(new TreeMap<>());
    byte[] handle = block(handles);
    ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    footer.put(meta).put(handle).putLong(40, 0xdb4775248b80fb57L);
    index.writeBytes(footer.array());
  }

  /** Appends a tensor to the data. */
  private byte[] entry(int[] shape) {
    int offset = data.position();
    for (int i = 0; i < count(shape); i++) {
      data.putFloat(i / 1024f);
    }
    int size = data.position() - offset;
    return message(
        out -> {
          out.writeEnum(1, 1);
          out.writeByteArray(2, shape(shape));
          out.writeInt64(4, offset);
          out.writeInt64(5, size);
          out.writeFixed32(6, checksum(data.array(), offset, size));
        });
  }

  private static byte[] shape(int[] shape) {
    return message(
        out -> {
          for (int size : shape) {
            out.writeByteArray(2, message(dimension -> dimension.writeInt64(1, size)));
          }
        });
  }

  /** Appends a block to the index and returns its handle. */
  private byte[] block(SortedMap<String, byte[]> entries) {
    byte[] block =
        message(
            out -> {
              String previous = "";
              for (var entry : entries.entrySet()) {
                String key = entry.getKey();
                int shared = Strings.commonPrefix(previous, key).length();
                out.writeUInt32NoTag(shared);
                out.writeUInt32NoTag(key.length() - shared);
                out.writeUInt32NoTag(entry.getValue().length);
                out.writeRawBytes(key.substring(shared).getBytes(StandardCharsets.US_ASCII));
                out.writeRawBytes(entry.getValue());
                previous = key;
              }
              out.writeFixed32NoTag(0); // the only restart
              out.writeFixed32NoTag(1);
            });
    int offset = index.size();
    index.writeBytes(block);
    index.write(0);
    byte[] checked = index.toByteArray();
    int checksum = checksum(checked, offset, block.length + 1);
    index.writeBytes(message(out -> out.writeFixed32NoTag(checksum)));
    blocks.add(new int[] {offset, block.length});
    return message(
        out -> {
          out.writeUInt64NoTag(offset);
          out.writeUInt64NoTag(block.length);
        });
  }

  private interface Writer {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      writer.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static int count(int[] shape) {
    int count = 1;
    for (int size : shape) {
      count *= size;
    }
    return count;
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    int value = (int) crc.getValue();
    return ((value >>> 15) | (value << 17)) + 0xa282ead8;
  }
}
