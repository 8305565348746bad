package org.mmt4j.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The float32 and int32 tensors of a golden safetensors file as plain arrays. */
final class SafetensorsFile {

  private final ByteBuffer data;
  private final JsonNode header;

  SafetensorsFile(Path file) throws IOException {
    ByteBuffer whole = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] json = new byte[(int) whole.getLong()];
    whole.get(json);
    header = new ObjectMapper().readTree(json);
    data = whole.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** All float32 values in row-major order. */
  float[] floats(String name) {
    ByteBuffer bytes = bytes(name, "F32");
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  /** All int32 values in row-major order. */
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
