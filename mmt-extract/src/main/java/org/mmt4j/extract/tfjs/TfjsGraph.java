package org.mmt4j.extract.tfjs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.TensorProto;
import org.mmt4j.io.DataFileException;

/**
 * A TensorFlow.js graph model: {@code NAME.json} with nodes and a list of weights, whose values are
 * in {@code NAME.bin}.
 */
final class TfjsGraph {

  static final int MAX_NODES = 100_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, TfjsNode> nodes = new LinkedHashMap<>();
  private final Map<String, TensorProto> weights;

  private TfjsGraph(Path file, JsonNode model, Map<String, TensorProto> weights)
      throws DataFileException {
    this.file = file;
    this.weights = weights;
    for (JsonNode node : model.path("modelTopology").path("node")) {
      TfjsNode parsed = parsed(node);
      nodes.put(parsed.name(), parsed);
    }
    if (nodes.isEmpty() || nodes.size() > MAX_NODES) {
      throw problem(
          "found " + nodes.size() + " nodes, expected a graph model with 1 to " + MAX_NODES);
    }
  }

  private static TfjsNode parsed(JsonNode node) {
    List<String> inputs = new ArrayList<>();
    for (JsonNode input : node.path("input")) {
      if (!input.asText().startsWith("^")) { // the order of execution, which has no value
        inputs.add(input.asText());
      }
    }
    return new TfjsNode(
        node.path("name").asText(), node.path("op").asText(), inputs, node.path("attr"));
  }

  /**
   * Reads a model and its weights, which are in the same folder.
   *
   * @throws DataFileException if the files are no graph model, or do not fit each other
   * @throws IOException if they cannot be read
   */
  static TfjsGraph read(TfjsFiles files) throws IOException {
    JsonNode model;
    try {
      model = JSON.readTree(files.json());
    } catch (JsonProcessingException e) {
      throw new DataFileException(
          files.file(), "found \"" + e.getOriginalMessage() + "\", expected JSON", e);
    }
    return new TfjsGraph(files.file(), model, TfjsWeights.read(files, model));
  }

  Path file() {
    return file;
  }

  /** Returns the node that computes a tensor, {@code node} or {@code node:index}. */
  TfjsNode producer(String tensor) throws DataFileException {
    TfjsNode node = nodes.get(nodeName(tensor));
    if (node == null) {
      throw problem("found no node " + nodeName(tensor) + ", expected one");
    }
    return node;
  }

  static String nodeName(String tensor) {
    int colon = tensor.lastIndexOf(':');
    return colon < 0 ? tensor : tensor.substring(0, colon);
  }

  /** Returns the stored value of a node; empty if it has none. */
  Optional<TensorProto> weight(TfjsNode node) {
    return Optional.ofNullable(weights.get(node.name()));
  }

  DataFileException problem(String message) {
    return new DataFileException(file, message);
  }
}
