package org.mmt4j.text;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.mmt4j.io.TensorFileException;
import org.nd4j.shade.protobuf.CodedInputStream;

/**
 * The tensors of a TensorFlow SavedModel or checkpoint: the index {@code variables.index}, which is
 * a {@link SortedTable} of names and offsets, and the data {@code variables.data-00000-of-00001}.
 *
 * <p>{@link #open} checks the checksums of the index, and that all tensors are inside the data and
 * do not overlap. {@link #read} reads one tensor and checks that it is float32, and that its size
 * and checksum are right.
 *
 * <p>Source: {@code tensor_bundle.proto} of TensorFlow.
 */
final class TensorBundle {

  static final String INDEX = "variables.index";
  static final String DATA = "variables.data-00000-of-00001";

  /** A hundred times the index of BERT-base. */
  static final int MAX_INDEX_BYTES = 1 << 20;

  private static final int MAX_RANK = 8;

  /** Key of the header, which describes the index. */
  private static final String HEADER = "";

  private static final int FLOAT = 1;

  private record Entry(
      int type, ImmutableLongArray shape, int shard, long offset, long size, int checksum) {}

  private final Path index;
  private final Path data;
  private final ImmutableMap<String, Entry> entries;

  private TensorBundle(Path index, Path data, ImmutableMap<String, Entry> entries) {
    this.index = index;
    this.data = data;
    this.entries = entries;
  }

  /**
   * Reads the index.
   *
   * @param directory contains the two files
   * @throws TensorFileException if a file is missing, or the index is truncated or damaged or does
   *     not fit the data
   * @throws IOException if a file cannot be read
   */
  static TensorBundle open(Path directory) throws IOException {
    Path index = existing(directory.resolve(INDEX));
    Path data = existing(directory.resolve(DATA));
    ImmutableMap<String, byte[]> protos = SortedTable.read(index, content(index));
    if (!protos.containsKey(HEADER)) {
      throw new TensorFileException(index, "found no header, expected an index of tensors");
    }
    ImmutableMap.Builder<String, Entry> entries = ImmutableMap.builder();
    for (Map.Entry<String, byte[]> entry : protos.entrySet()) {
      try {
        if (entry.getKey().equals(HEADER)) {
          requireHeader(index, entry.getValue());
        } else {
          entries.put(entry.getKey(), entry(index, entry.getKey(), entry.getValue()));
        }
      } catch (TensorFileException e) {
        throw e;
      } catch (IOException e) { // truncated protobuf
        throw new TensorFileException(
            index, "entry \"" + entry.getKey() + "\": " + e.getMessage(), e);
      }
    }
    TensorBundle bundle = new TensorBundle(index, data, entries.buildOrThrow());
    bundle.requireNoOverlap();
    return bundle;
  }

  private static Path existing(Path file) throws TensorFileException {
    if (!Files.isRegularFile(file)) {
      throw new TensorFileException(file, "file is missing, expected it in the model directory");
    }
    return file;
  }

  private static byte[] content(Path index) throws IOException {
    try (InputStream stream = Files.newInputStream(index)) {
      byte[] content = stream.readNBytes(MAX_INDEX_BYTES + 1);
      if (content.length > MAX_INDEX_BYTES) {
        throw new TensorFileException(
            index, "expected at most " + MAX_INDEX_BYTES + " bytes, found more");
      }
      return content;
    }
  }

  private static void requireHeader(Path index, byte[] proto) throws IOException {
    CodedInputStream header = CodedInputStream.newInstance(proto);
    for (int tag = header.readTag(); tag != 0; tag = header.readTag()) {
      switch (tag) {
        case 0x08 -> require(index, "number of data files", header.readInt32(), 1);
        case 0x10 -> require(index, "byte order (0 little, 1 big)", header.readEnum(), 0);
        default -> header.skipField(tag); // the version
      }
    }
  }

  private static Entry entry(Path index, String name, byte[] proto) throws IOException {
    int type = 0;
    ImmutableLongArray shape = ImmutableLongArray.of();
    int shard = 0;
    long offset = 0;
    long size = 0;
    int checksum = 0;
    CodedInputStream entry = CodedInputStream.newInstance(proto);
    for (int tag = entry.readTag(); tag != 0; tag = entry.readTag()) {
      switch (tag) {
        case 0x08 -> type = entry.readEnum();
        case 0x12 -> shape = shape(index, name, entry.readByteArray());
        case 0x18 -> shard = entry.readInt32();
        case 0x20 -> offset = entry.readInt64();
        case 0x28 -> size = entry.readInt64();
        case 0x35 -> checksum = entry.readFixed32();
        default -> throw unknownField(index, name, tag); // such as 0x3a: a sliced tensor
      }
    }
    require(index, "tensor " + name + ", data file", shard, 0);
    return new Entry(type, shape, shard, offset, size, checksum);
  }

  private static ImmutableLongArray shape(Path index, String name, byte[] proto)
      throws IOException {
    ImmutableLongArray.Builder shape = ImmutableLongArray.builder();
    CodedInputStream dimensions = CodedInputStream.newInstance(proto);
    for (int tag = dimensions.readTag(); tag != 0; tag = dimensions.readTag()) {
      if (tag != 0x12) {
        throw unknownField(index, name, tag);
      }
      shape.add(dimension(index, name, dimensions.readByteArray()));
    }
    return shape.build();
  }

  private static long dimension(Path index, String name, byte[] proto) throws IOException {
    long size = 0;
    CodedInputStream dimension = CodedInputStream.newInstance(proto);
    for (int tag = dimension.readTag(); tag != 0; tag = dimension.readTag()) {
      if (tag != 0x08) {
        throw unknownField(index, name, tag);
      }
      size = dimension.readInt64();
    }
    return size;
  }

  private static TensorFileException unknownField(Path index, String name, int tag) {
    return new TensorFileException(
        index,
        "tensor "
            + name
            + ": found field "
            + (tag >>> 3)
            + " of wire type "
            + (tag & 7)
            + ", expected an unsliced tensor of known shape");
  }

  private static void require(Path index, String name, int found, int expected)
      throws TensorFileException {
    if (found != expected) {
      throw new TensorFileException(index, name + ": found " + found + ", expected " + expected);
    }
  }

  private void requireNoOverlap() throws IOException {
    long end = Files.size(data);
    List<Map.Entry<String, Entry>> fromTheEnd =
        entries.entrySet().stream()
            .sorted(
                Comparator.comparingLong(
                        (Map.Entry<String, Entry> entry) -> entry.getValue().offset)
                    .thenComparingLong(entry -> entry.getValue().size)
                    .reversed())
            .toList();
    for (Map.Entry<String, Entry> named : fromTheEnd) {
      Entry entry = named.getValue();
      if (entry.offset < 0 || entry.size < 0 || entry.offset > end - entry.size) {
        throw new TensorFileException(
            index,
            "tensor "
                + named.getKey()
                + ": found "
                + entry.size
                + " bytes at offset "
                + entry.offset
                + ", expected them to end at offset "
                + end
                + " or before, where the next tensor starts or the data ends");
      }
      end = entry.offset;
    }
  }

  /** Returns the names of all tensors, in ascending order. */
  ImmutableSet<String> names() {
    return entries.keySet();
  }

  /**
   * Returns the shape of a tensor from the index; {@link #read} checks it.
   *
   * @throws IllegalArgumentException if the tensor does not exist
   */
  ImmutableLongArray shape(String name) {
    return entry(name).shape;
  }

  /**
   * Reads a tensor.
   *
   * @throws TensorFileException if the tensor is not float32, its size does not fit its shape, or
   *     its checksum is wrong
   * @throws IllegalArgumentException if the tensor does not exist, or a value is NaN or infinite
   * @throws IOException if the data cannot be read
   */
  FloatTensor read(String name) throws IOException {
    Entry entry = entry(name);
    requireFloats(name, entry);
    ByteBuffer bytes = ByteBuffer.allocate((int) entry.size).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(data)) {
      while (bytes.hasRemaining() && channel.read(bytes, entry.offset + bytes.position()) >= 0) {}
    }
    int computed = SortedTable.maskedChecksum(bytes.flip());
    if (computed != entry.checksum) {
      throw new TensorFileException(
          data,
          String.format(
              "tensor %s: found checksum %08x, expected %08x", name, computed, entry.checksum));
    }
    float[] values = new float[(int) entry.size / Float.BYTES];
    bytes.rewind().asFloatBuffer().get(values);
    return new FloatTensor(name, entry.shape, values);
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "tensor " + name + ": missing in " + index + ", expected all tensors of a BERT");
    }
    return entry;
  }

  private void requireFloats(String name, Entry entry) throws TensorFileException {
    if (entry.type != FLOAT) {
      throw new TensorFileException(
          index, "tensor " + name + ": found type number " + entry.type + ", expected 1 (float32)");
    }
    long expected = Float.BYTES;
    for (long size : entry.shape.asList()) {
      boolean fits = size > 0 && expected <= entry.size / size && entry.size <= Integer.MAX_VALUE;
      expected = fits ? expected * size : Long.MAX_VALUE;
    }
    if (expected != entry.size || entry.shape.length() > MAX_RANK) {
      throw new TensorFileException(
          index,
          "tensor "
              + name
              + ": found "
              + entry.size
              + " bytes for shape "
              + entry.shape
              + ", expected 4 bytes per value, at most "
              + MAX_RANK
              + " axes and at most "
              + Integer.MAX_VALUE
              + " bytes");
    }
  }
}
