package org.mmt4j.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads float32 and int32 tensors of a golden safetensors file as plain arrays. */
final class SafetensorsFile {

  private final ByteBuffer data;
  private final JsonNode header;

  SafetensorsFile(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] json = new byte[(int) bytes.getLong()];
    bytes.get(json);
    header = new ObjectMapper().readTree(json);
    data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns all float32 values of a tensor in row-major order. */
  float[] floats(String name) {
    ByteBuffer bytes = bytes(name, "F32");
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  /** Returns all int32 values of a tensor in row-major order. */
  int[] ints(String name) {
    ByteBuffer bytes = bytes(name, "I32");
    int[] values = new int[bytes.remaining() / Integer.BYTES];
    bytes.asIntBuffer().get(values);
    return values;
  }

  private ByteBuffer bytes(String name, String type) {
    JsonNode entry = header.required(name);
    if (!entry.required("dtype").asText().equals(type)) {
      throw new IllegalArgumentException(name + ": found " + entry + ", expected " + type);
    }
    int begin = entry.required("data_offsets").get(0).asInt();
    int end = entry.required("data_offsets").get(1).asInt();
    return data.slice(begin, end - begin).order(ByteOrder.LITTLE_ENDIAN);
  }
}
