package org.mmt4j.text;

import com.google.common.collect.ImmutableList;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.mmt4j.io.FileKind;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/** The nodes and stored tensors of an ONNX model. */
final class OnnxGraph {

  private static final String FORMAT = "an ONNX model";
  private static final int HEAD = 512;

  private final List<NodeProto> nodes;
  private final Map<String, TensorProto> tensors = new HashMap<>();
  private final Map<String, NodeProto> producers = new HashMap<>();

  private OnnxGraph(GraphProto graph) {
    nodes = graph.getNodeList();
    graph.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
    for (NodeProto node : nodes) {
      node.getOutputList().forEach(output -> producers.put(output, node));
      constant(node).ifPresent(value -> tensors.put(node.getOutput(0), value));
    }
  }

  private static Optional<TensorProto> constant(NodeProto node) {
    return node.getOpType().equals("Constant") && node.getOutputCount() == 1
        ? node.getAttributeList().stream()
            .filter(attribute -> attribute.getName().equals("value"))
            .map(AttributeProto::getT)
            .findFirst()
        : Optional.empty();
  }

  /**
   * Reads a model of at most 2 GB. Memory is allocated as the bytes arrive, not by the lengths that
   * the file declares.
   */
  static OnnxGraph read(InputStream model) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(model);
    buffered.mark(HEAD);
    byte[] head = buffered.readNBytes(HEAD);
    buffered.reset();
    try {
      if (head.length > 0) {
        return new OnnxGraph(ModelProto.parseFrom(buffered).getGraph());
      }
    } catch (InvalidProtocolBufferException | IllegalStateException e) {
      // IllegalStateException: ND4J's version of protobuf does not check all lengths
      throw new IOException(
          "ONNX model: "
              + FileKind.describe(head, FORMAT).orElse("truncated or not ONNX: " + e.getMessage()),
          e);
    }
    throw new IOException("ONNX model: " + FileKind.describe(head, FORMAT).orElseThrow());
  }

  /** Returns a stored tensor: an initializer or the value of a {@code Constant} node. */
  Optional<TensorProto> tensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /** Returns the node that computes {@code output}. */
  Optional<NodeProto> producer(String output) {
    return Optional.ofNullable(producers.get(output));
  }

  /** Returns all nodes of type {@code operation}. */
  ImmutableList<NodeProto> nodes(String operation) {
    return nodes.stream()
        .filter(node -> node.getOpType().equals(operation))
        .collect(ImmutableList.toImmutableList());
  }
}
