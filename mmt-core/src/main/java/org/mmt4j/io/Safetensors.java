package org.mmt4j.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The safetensors format: 8 bytes little-endian header length, a JSON header {@code {name: {dtype,
 * shape, data_offsets}}}, then the tensors, row-major and little-endian.
 *
 * <p>A header is believed only as far as the file bears it out: at most 16 MiB long, names once,
 * tensors in known types and not empty, byte counts equal to shape times type, back to back without
 * gap or overlap up to the end of the file. All sizes are checked before anything is allocated.
 */
public final class Safetensors {

  private static final long LONGEST_HEADER = 1 << 24;
  private static final int LARGEST_RANK = 8;
  private static final String METADATA = "__metadata__";

  private static final JsonMapper JSON =
      JsonMapper.builder(
              new com.fasterxml.jackson.core.JsonFactoryBuilder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxNumberLength(20)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private record Entry(String name, TensorType type, long[] shape, long begin, long end) {}

  private Safetensors() {}

  /**
   * Reads all tensors, in the order of the file.
   *
   * @throws TensorFileException if the file is not a whole and consistent safetensors file
   * @throws IOException if it cannot be read
   */
  public static ImmutableMap<String, INDArray> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long headerLength = headerLength(file, channel);
      long start = 8 + headerLength;
      List<Entry> entries = entries(file, header(file, channel, headerLength));
      requireContiguous(file, entries, channel.size() - start);
      ImmutableMap.Builder<String, INDArray> tensors = ImmutableMap.builder();
      for (Entry entry : entries) {
        ByteBuffer bytes =
            channel.map(MapMode.READ_ONLY, start + entry.begin, entry.end - entry.begin);
        tensors.put(entry.name, entry.type.read(bytes.order(ByteOrder.LITTLE_ENDIAN), entry.shape));
      }
      return tensors.buildOrThrow();
    }
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

  private static JsonNode header(Path file, FileChannel channel, long length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    readFully(file, channel, bytes, 8);
    try {
      JsonNode header = JSON.readTree(new String(bytes.array(), StandardCharsets.UTF_8));
      if (header.isObject()) {
        return header;
      }
    } catch (JsonProcessingException e) {
      throw new TensorFileException(file, "header: not JSON: " + e.getOriginalMessage(), e);
    }
    throw new TensorFileException(file, "header: found no JSON object");
  }

  private static List<Entry> entries(Path file, JsonNode header) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (!field.getKey().equals(METADATA)) {
        entries.add(entry(file, field.getKey(), field.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    return entries;
  }

  private static Entry entry(Path file, String name, JsonNode node) throws IOException {
    String tensor = "tensor " + name;
    TensorType type =
        TensorType.named(node.path("dtype").asText())
            .orElseThrow(
                () ->
                    new TensorFileException(
                        file,
                        tensor
                            + ": found type "
                            + node.path("dtype")
                            + ", expected one of "
                            + Arrays.toString(TensorType.values())));
    long[] shape = wholeNumbers(file, tensor + ", shape", node.path("shape"));
    long[] offsets = wholeNumbers(file, tensor + ", data_offsets", node.path("data_offsets"));
    if (offsets.length != 2 || shape.length > LARGEST_RANK) {
      throw new TensorFileException(
          file,
          tensor
              + ": found "
              + offsets.length
              + " offsets and rank "
              + shape.length
              + ", expected 2 and at most "
              + LARGEST_RANK);
    }
    requireByteCount(file, tensor, type, shape, offsets[1] - offsets[0]);
    return new Entry(name, type, shape, offsets[0], offsets[1]);
  }

  private static long[] wholeNumbers(Path file, String thing, JsonNode node) throws IOException {
    if (!node.isArray()) {
      throw new TensorFileException(file, thing + ": found " + node + ", expected a list");
    }
    long[] numbers = new long[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode number = node.get(i);
      if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
        throw new TensorFileException(
            file, thing + ": found " + number + ", expected whole numbers of at least 0");
      }
      numbers[i] = number.asLong();
    }
    return numbers;
  }

  private static void requireByteCount(
      Path file, String tensor, TensorType type, long[] shape, long bytes) throws IOException {
    long expected = type.bytes();
    try {
      for (long size : shape) {
        expected = Math.multiplyExact(expected, size);
      }
    } catch (ArithmeticException e) {
      throw new TensorFileException(
          file, tensor + ": shape " + Arrays.toString(shape) + " overflows", e);
    }
    if (bytes != expected || bytes == 0 || bytes > Integer.MAX_VALUE) {
      throw new TensorFileException(
          file,
          tensor
              + ": found "
              + bytes
              + " bytes for shape "
              + Arrays.toString(shape)
              + " of "
              + type
              + ", expected "
              + expected
              + ", from 1 to "
              + Integer.MAX_VALUE);
    }
  }

  private static void requireContiguous(Path file, List<Entry> entries, long dataLength)
      throws IOException {
    long offset = 0;
    for (Entry entry : entries) {
      if (entry.begin != offset) {
        throw new TensorFileException(
            file,
            "tensor " + entry.name + ": found offset " + entry.begin + ", expected " + offset);
      }
      offset = entry.end;
    }
    if (offset != dataLength) {
      throw new TensorFileException(
          file, "data: found " + dataLength + " bytes, expected " + offset);
    }
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
