package org.mmt4j.extract.tfjs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Builds small TensorFlow.js models. */
public final class TinyTfjs {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ArrayNode nodes = JSON.createArrayNode();
  private final ArrayNode weights = JSON.createArrayNode();
  private final ByteBuffer values = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

  /** Adds an input of float values. */
  public TinyTfjs reads(String name, int... shape) {
    ObjectNode attributes = node(name, "Placeholder");
    attributes.putObject("dtype").put("type", "DT_FLOAT");
    ArrayNode lengths = attributes.putObject("shape").putObject("shape").putArray("dim");
    for (int length : shape) {
      lengths.addObject().put("size", String.valueOf(length));
    }
    return this;
  }

  public TinyTfjs floats(String name, int[] shape, float... content) {
    weight(name, "float32", shape);
    for (float value : content) {
      values.putFloat(value);
    }
    return this;
  }

  public TinyTfjs ints(String name, int... content) {
    weight(name, "int32", content.length);
    for (int value : content) {
      values.putInt(value);
    }
    return this;
  }

  /** Adds an operation on float values. */
  public TinyTfjs operation(String operation, String name, String... inputs) {
    node(name, operation, inputs);
    return this;
  }

  /** Adds a convolution with steps of one pixel. */
  public TinyTfjs convolution(String name, String image, String kernel) {
    ObjectNode attributes = node(name, "Conv2D", image, kernel);
    ArrayNode strides = attributes.putObject("strides").putObject("list").putArray("i");
    for (int axis = 0; axis < 4; axis++) {
      strides.add("1");
    }
    byte[] padding = "SAME".getBytes(StandardCharsets.UTF_8);
    attributes.putObject("padding").put("s", Base64.getEncoder().encodeToString(padding));
    return this;
  }

  private void weight(String name, String type, int... shape) {
    node(name, "Const");
    ObjectNode weight = weights.addObject().put("name", name).put("dtype", type);
    ArrayNode lengths = weight.putArray("shape");
    for (int length : shape) {
      lengths.add(length);
    }
  }

  private ObjectNode node(String name, String operation, String... inputs) {
    ObjectNode node = nodes.addObject().put("name", name).put("op", operation);
    ArrayNode names = node.putArray("input");
    for (String input : inputs) {
      names.add(input);
    }
    return node.putObject("attr");
  }

  /** Writes {@code NAME.json} and {@code NAME.bin}. */
  public void write(Path folder, String name) throws IOException {
    ObjectNode model = JSON.createObjectNode();
    model.putObject("modelTopology").set("node", nodes);
    ObjectNode group = model.putArray("weightsManifest").addObject();
    group.putArray("paths").add(name + ".bin");
    group.set("weights", weights);
    byte[] content = new byte[values.position()];
    values.flip().get(content);
    Files.write(folder.resolve(name + ".bin"), content);
    Files.writeString(folder.resolve(name + ".json"), model.toString());
  }
}
