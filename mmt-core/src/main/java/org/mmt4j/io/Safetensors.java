package org.mmt4j.io;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.mmt4j.graph.Workspaces;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads and writes all tensors of a safetensors file; {@link SafetensorsFile} reads single tensors.
 *
 * <p>Half precision (F16, BF16) is read as float32 without rounding, and is not written.
 */
public final class Safetensors {

  private static final int LARGEST_CHUNK = 1 << 28; // a mapping and an array are smaller than 2 GiB
  private static final JsonMapper JSON = new JsonMapper();

  private Safetensors() {}

  /**
   * Reads all tensors in the order of the file: F32, F16 and BF16 as float32, F64 as float64, I32
   * as int32, I64 as int64.
   *
   * @throws TensorFileException if the file is not a complete and consistent safetensors file
   * @throws IOException if it cannot be read
   */
  public static Map<String, INDArray> read(Path file) throws IOException {
    return Workspaces.outside(() -> read(file, LARGEST_CHUNK));
  }

  /**
   * Reads all tensors. Those of more than {@code chunk} bytes, a multiple of 8, are read in pieces.
   */
  static ImmutableMap<String, INDArray> read(Path file, int chunk) throws IOException {
    return SafetensorsFile.readAll(file, chunk);
  }

  /**
   * Writes tensors in iteration order, atomically.
   *
   * @throws IllegalArgumentException if a tensor is empty, or its data type is not supported
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

  private static byte[] padded(byte[] json) {
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }
}
