package org.mmt4j.io;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.ByteBufferBackedInputStream;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import org.mmt4j.io.SafetensorsHeader.Entry;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The safetensors format: 8 bytes little-endian header length, a JSON header {@code {name: {dtype,
 * shape, data_offsets}}}, then the tensors, row-major and little-endian.
 *
 * <p>A header is believed only as far as the file bears it out: at most 100 MB long, names once,
 * tensors in known types and not empty, byte counts equal to shape times type, back to back without
 * gap or overlap up to the end of the file. All sizes are checked before anything is allocated, and
 * of the header only names, types, shapes and places are kept.
 *
 * <p>Half precision (F16, BF16) is read as float32, which has all of its values, so that nothing is
 * rounded; it is not written.
 */
public final class Safetensors {

  private static final long LONGEST_HEADER = 100_000_000;
  private static final int LARGEST_CHUNK =
      1 << 28; // one mapping, and one array, hold less than 2 GiB
  private static final JsonMapper JSON = new JsonMapper();

  private Safetensors() {}

  /**
   * Reads all tensors, in the order of the file: F32, F16 and BF16 as float32, F64 as float64, I32
   * and I64 as they are.
   *
   * @throws TensorFileException if the file is not a whole and consistent safetensors file
   * @throws IOException if it cannot be read
   */
  public static ImmutableMap<String, INDArray> read(Path file) throws IOException {
    return read(file, LARGEST_CHUNK);
  }

  /** As above, tensors of more bytes than {@code chunk}, a multiple of 8, in pieces. */
  static ImmutableMap<String, INDArray> read(Path file, int chunk) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long headerLength = headerLength(file, channel);
      long start = 8 + headerLength;
      InputStream header =
          new ByteBufferBackedInputStream(channel.map(MapMode.READ_ONLY, 8, headerLength));
      ImmutableMap.Builder<String, INDArray> tensors = ImmutableMap.builder();
      for (Entry entry : SafetensorsHeader.read(file, header, channel.size() - start)) {
        tensors.put(entry.name(), tensor(channel, start, entry, chunk));
      }
      return tensors.buildOrThrow();
    }
  }

  private static INDArray tensor(FileChannel channel, long start, Entry entry, int chunk)
      throws IOException {
    long bytes = entry.end() - entry.begin();
    long[] shape = entry.shape().toArray();
    if (bytes <= chunk) {
      return entry.type().read(map(channel, start + entry.begin(), bytes), shape);
    }
    INDArray tensor =
        Nd4j.createUninitialized(entry.type().dataType(), bytes / entry.type().bytes());
    for (long from = 0; from < bytes; from += chunk) {
      long size = Math.min(chunk, bytes - from);
      long first = from / entry.type().bytes();
      long count = size / entry.type().bytes();
      ByteBuffer source = map(channel, start + entry.begin() + from, size);
      try (INDArray part = entry.type().read(source, new long[] {count})) {
        tensor.get(NDArrayIndex.interval(first, first + count)).assign(part);
      }
    }
    return tensor.reshape(shape);
  }

  private static ByteBuffer map(FileChannel channel, long begin, long size) throws IOException {
    return channel.map(MapMode.READ_ONLY, begin, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Writes tensors in iteration order; {@code file} appears whole or not at all.
   *
   * @throws IllegalArgumentException if a tensor is empty, or has a type that the format or this
   *     class lacks
   */
  public static void write(Path file, Map<String, INDArray> tensors) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (Map.Entry<String, INDArray> tensor : tensors.entrySet()) {
      TensorType type = TensorType.of(tensor.getValue().dataType());
      requireNotEmpty(tensor.getKey(), tensor.getValue());
      long end = offset + tensor.getValue().length() * type.bytes();
      ObjectNode entry = header.putObject(tensor.getKey());
      entry.put("dtype", type.name());
      Arrays.stream(tensor.getValue().shape()).forEach(entry.putArray("shape")::add);
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = padded(JSON.writeValueAsBytes(header));
    AtomicFiles.write(
        file,
        channel -> {
          ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
          AtomicFiles.writeFully(channel, length.putLong(0, json.length));
          AtomicFiles.writeFully(channel, ByteBuffer.wrap(json));
          for (INDArray tensor : tensors.values()) {
            TensorType.of(tensor.dataType()).write(tensor, channel);
          }
        });
  }

  private static void requireNotEmpty(String name, INDArray tensor) {
    if (tensor.isEmpty()) {
      throw new IllegalArgumentException(
          "tensor "
              + name
              + ": found shape "
              + Arrays.toString(tensor.shape())
              + ", expected at least one element");
    }
  }

  private static long headerLength(Path file, FileChannel channel) throws IOException {
    if (channel.size() < 8) {
      throw new TensorFileException(
          file, "found " + channel.size() + " bytes, expected at least 8 (safetensors)");
    }
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    readFully(file, channel, length, 0);
    long found = length.getLong(0);
    long largest = Math.min(LONGEST_HEADER, channel.size() - 8);
    if (found < 2 || found > largest) {
      throw new TensorFileException(
          file, "header length: found " + found + ", expected 2 to " + largest);
    }
    return found;
  }

  private static void readFully(Path file, FileChannel channel, ByteBuffer target, long position)
      throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target, position + target.position()) < 0) {
        throw new TensorFileException(file, "found its end too early");
      }
    }
  }

  private static byte[] padded(byte[] json) {
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }
}
