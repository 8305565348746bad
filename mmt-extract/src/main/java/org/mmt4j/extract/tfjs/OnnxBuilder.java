package org.mmt4j.extract.tfjs;

import com.google.common.primitives.Longs;
import java.util.List;
import java.util.stream.IntStream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** Builds an ONNX model of operator set 13. Names that it makes contain a space. */
final class OnnxBuilder {

  private static final int OPERATOR_SET = 13;
  private static final int IR_VERSION = 7; // the first one with this operator set

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("converted");
  private int next;

  /** Adds an input. A length of -1 means any length. */
  void input(String name, DataType type, List<Long> shape) {
    TensorShapeProto.Builder lengths = TensorShapeProto.newBuilder();
    for (int axis = 0; axis < shape.size(); axis++) {
      long length = shape.get(axis);
      lengths.addDim(
          length < 0
              ? Dimension.newBuilder().setDimParam("any" + axis)
              : Dimension.newBuilder().setDimValue(length));
    }
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder()
                            .setElemType(type.getNumber())
                            .setShape(lengths))));
  }

  /** Adds a float output whose value is that of another name. */
  void output(String name, String value) {
    graph.addNode(NodeProto.newBuilder().setOpType("Identity").addInput(value).addOutput(name));
    graph.addOutput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT.getNumber()))));
  }

  /** Adds a node; returns the name of its output. */
  String node(String operation, List<String> inputs, AttributeProto... attributes) {
    return nodes(operation, 1, inputs, attributes).get(0);
  }

  /** Adds a node; returns the names of its outputs. */
  List<String> nodes(
      String operation, int outputs, List<String> inputs, AttributeProto... attributes) {
    int number = next++;
    List<String> names =
        IntStream.range(0, outputs).mapToObj(i -> operation + " " + number + " " + i).toList();
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operation)
            .setName(operation + " " + number)
            .addAllInput(inputs)
            .addAllOutput(names)
            .addAllAttribute(List.of(attributes)));
    return names;
  }

  /** Adds a constant; returns its name. */
  String constant(TensorProto tensor) {
    String name = "constant " + next++;
    graph.addInitializer(tensor.toBuilder().setName(name));
    return name;
  }

  /** Adds a vector of int64; returns its name. */
  String integers(Long... values) {
    return constant(
        TensorProto.newBuilder()
            .setDataType(DataType.INT64.getNumber())
            .addDims(values.length)
            .addAllInt64Data(List.of(values))
            .build());
  }

  /** Adds a scalar of float32; returns its name. */
  String scalar(float value) {
    return constant(
        TensorProto.newBuilder()
            .setDataType(DataType.FLOAT.getNumber())
            .addFloatData(value)
            .build());
  }

  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  static AttributeProto attribute(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static AttributeProto attribute(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto attribute(String name, long... values) {
    return attribute(name, Longs.asList(values));
  }

  static AttributeProto attribute(String name, List<Long> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INTS)
        .addAllInts(values)
        .build();
  }

  ModelProto build() {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("mmt")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
        .setGraph(graph)
        .build();
  }
}
