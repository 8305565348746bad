package org.mmt4j.bench.libtorch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Reads safetensors files of this library without ND4J, whose memory would distort the measured
 * memory.
 */
final class TensorFile {

  private static final ImmutableMap<String, ScalarType> TYPES =
      ImmutableMap.of(
          "F32", ScalarType.Float,
          "I32", ScalarType.Int,
          "I64", ScalarType.Long);

  private TensorFile() {}

  /** Returns all tensors of a file of less than 2 GiB. */
  static ImmutableMap<String, Tensor> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer bytes =
          channel
              .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
              .order(ByteOrder.LITTLE_ENDIAN);
      byte[] header = new byte[Math.toIntExact(bytes.getLong(0))];
      bytes.get(Long.BYTES, header);
      ByteBuffer data = bytes.position(Long.BYTES + header.length).slice();
      ImmutableMap.Builder<String, Tensor> tensors = ImmutableMap.builder();
      for (Map.Entry<String, JsonNode> entry : new JsonMapper().readTree(header).properties()) {
        tensors.put(entry.getKey(), tensor(entry.getValue(), data));
      }
      return tensors.buildOrThrow();
    }
  }

  private static Tensor tensor(JsonNode entry, ByteBuffer data) throws IOException {
    ScalarType type = TYPES.get(entry.path("dtype").asText());
    if (type == null) {
      throw new IOException("tensor: expected a dtype of " + TYPES.keySet() + ", found " + entry);
    }
    long[] shape = new long[entry.path("shape").size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = entry.path("shape").path(i).asLong();
    }
    int begin = entry.path("data_offsets").path(0).asInt();
    int end = entry.path("data_offsets").path(1).asInt();
    BytePointer bytes = new BytePointer(data.slice(begin, end - begin));
    try (Tensor mapped = torch.from_blob(bytes, shape, new TensorOptions(type))) {
      return mapped.clone();
    }
  }
}
