package org.mmt4j.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The float32 tensors of a golden safetensors file as plain arrays. */
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

  /** All values in row-major order. */
  float[] floats(String name) {
    JsonNode entry = header.required(name);
    if (!entry.required("dtype").asText().equals("F32")) {
      throw new IllegalArgumentException(name + ": found " + entry + ", expected F32");
    }
    JsonNode offsets = entry.required("data_offsets");
    int begin = offsets.get(0).asInt();
    float[] values = new float[(offsets.get(1).asInt() - begin) / Float.BYTES];
    data.slice(begin, values.length * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }
}
