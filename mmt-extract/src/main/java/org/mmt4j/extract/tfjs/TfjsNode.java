package org.mmt4j.extract.tfjs;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A node of a graph.
 *
 * @param inputs names of tensors: {@code node} or {@code node:index}
 * @param attributes values by name, as in TensorFlow's {@code NodeDef}: {@code {"axis": {"i":
 *     "1"}}}; text is in base 64
 */
record TfjsNode(String name, String operation, List<String> inputs, JsonNode attributes) {

  TfjsNode {
    inputs = List.copyOf(inputs);
  }

  boolean flag(String attribute) {
    return attributes.path(attribute).path("b").asBoolean();
  }

  long integer(String attribute, long otherwise) {
    return attributes.path(attribute).path("i").asLong(otherwise);
  }

  float number(String attribute, float otherwise) {
    return (float) attributes.path(attribute).path("f").asDouble(otherwise);
  }

  /** Returns the name of a type, such as {@code DT_FLOAT}. */
  String type(String attribute) {
    return attributes.path(attribute).path("type").asText();
  }

  String text(String attribute, String otherwise) {
    JsonNode value = attributes.path(attribute).path("s");
    return value.isTextual() ? decoded(value) : otherwise;
  }

  List<Long> integers(String attribute) {
    List<Long> values = new ArrayList<>();
    attributes.path(attribute).path("list").path("i").forEach(value -> values.add(value.asLong()));
    return values;
  }

  List<String> texts(String attribute) {
    List<String> values = new ArrayList<>();
    attributes.path(attribute).path("list").path("s").forEach(value -> values.add(decoded(value)));
    return values;
  }

  /** Returns a shape; -1 is any length. */
  List<Long> shape(String attribute) {
    List<Long> lengths = new ArrayList<>();
    attributes
        .path(attribute)
        .path("shape")
        .path("dim")
        .forEach(dimension -> lengths.add(dimension.path("size").asLong()));
    return lengths;
  }

  /** Text that is not in base 64 is damaged, and none of the expected ones, whatever it says. */
  private static String decoded(JsonNode value) {
    try {
      return new String(Base64.getDecoder().decode(value.asText()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value.asText();
    }
  }
}
