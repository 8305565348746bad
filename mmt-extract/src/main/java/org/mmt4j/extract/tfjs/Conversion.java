package org.mmt4j.extract.tfjs;

import com.google.common.primitives.Ints;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import org.mmt4j.io.DataFileException;

/** The state of a conversion: which tensors of the graph have which names in ONNX. */
final class Conversion {

  private final TfjsGraph graph;
  private final OnnxBuilder onnx = new OnnxBuilder();
  private final Map<String, String> names = new HashMap<>();

  Conversion(TfjsGraph graph) {
    this.graph = graph;
  }

  OnnxBuilder onnx() {
    return onnx;
  }

  /**
   * Returns the nodes that these tensors need, each after its inputs.
   *
   * @throws DataFileException if a node is missing, or nodes depend on themselves
   */
  List<TfjsNode> order(List<String> tensors) throws DataFileException {
    List<TfjsNode> order = new ArrayList<>();
    Set<String> opened = new HashSet<>();
    Set<String> done = new HashSet<>();
    Deque<TfjsNode> open = new ArrayDeque<>();
    for (String tensor : tensors) {
      open.push(graph.producer(tensor));
    }
    while (!open.isEmpty()) {
      TfjsNode node = open.getFirst();
      if (opened.add(node.name())) {
        for (String input : node.inputs()) {
          TfjsNode producer = graph.producer(input);
          if (opened.contains(producer.name()) && !done.contains(producer.name())) {
            throw problem(node, "found a node that needs its own output, expected none");
          }
          open.push(producer);
        }
      } else {
        open.pop();
        if (done.add(node.name())) {
          order.add(node);
        }
      }
    }
    return order;
  }

  /** Says which names in ONNX the outputs of a node have. */
  void define(TfjsNode node, List<String> outputs) {
    for (int i = 0; i < outputs.size(); i++) {
      names.put(node.name() + ":" + i, outputs.get(i));
    }
  }

  /** Returns the name in ONNX of a tensor. A stored one is added when it is needed. */
  String name(String tensor) throws DataFileException {
    TfjsNode producer = graph.producer(tensor);
    String key = tensor.equals(producer.name()) ? tensor + ":0" : tensor;
    String known = names.get(key);
    if (known == null) {
      known = onnx.constant(graph.weight(producer).orElseThrow(() -> missing(key)));
      names.put(key, known);
    }
    return known;
  }

  private DataFileException missing(String tensor) {
    return graph.problem("found no value of " + tensor + ", expected a weight or an output");
  }

  /** Returns the name in ONNX of an input of a node. */
  String input(TfjsNode node, int index) throws DataFileException {
    return name(tensor(node, index));
  }

  private String tensor(TfjsNode node, int index) throws DataFileException {
    if (index >= node.inputs().size()) {
      throw problem(node, "found " + node.inputs().size() + " inputs, expected more");
    }
    return node.inputs().get(index);
  }

  /** Returns the names in ONNX of all inputs of a node. */
  List<String> inputs(TfjsNode node) throws DataFileException {
    List<String> inputs = new ArrayList<>();
    for (String tensor : node.inputs()) {
      inputs.add(name(tensor));
    }
    return inputs;
  }

  /** Returns an input of a node as int64, which ONNX wants for shapes and indices. */
  String int64(TfjsNode node, int index) throws DataFileException {
    return cast(input(node, index), DataType.INT64);
  }

  String cast(String value, DataType type) {
    return onnx.node("Cast", List.of(value), OnnxBuilder.attribute("to", type.getNumber()));
  }

  /**
   * Returns the integers of a stored input, which ONNX wants as an attribute or in another order.
   *
   * @throws DataFileException if the input is computed, or has no integers
   */
  List<Long> constant(TfjsNode node, int index) throws DataFileException {
    TensorProto stored =
        graph
            .weight(graph.producer(tensor(node, index)))
            .filter(tensor -> tensor.getDataType() == DataType.INT32.getNumber())
            .orElseThrow(() -> problem(node, "expected stored integers as input " + index));
    IntBuffer ints =
        stored.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    int[] values = new int[ints.remaining()];
    ints.get(values);
    return Ints.asList(values).stream().map(Integer::longValue).toList();
  }

  /** Returns the shape of a stored input with four axes. */
  List<Long> weightShape(TfjsNode node, int index) throws DataFileException {
    return graph
        .weight(graph.producer(tensor(node, index)))
        .map(TensorProto::getDimsList)
        .filter(shape -> shape.size() == 4)
        .orElseThrow(
            () -> problem(node, "expected stored values with four axes as input " + index));
  }

  /** Returns the only integer of a stored input. */
  long scalar(TfjsNode node, int index) throws DataFileException {
    List<Long> values = constant(node, index);
    if (values.size() != 1) {
      throw problem(node, "input " + index + ": found " + values.size() + " values, expected one");
    }
    return values.get(0);
  }

  DataFileException problem(TfjsNode node, String message) {
    return graph.problem("node " + node.name() + " (" + node.operation() + "): " + message);
  }
}
