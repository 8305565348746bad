package org.mmt4j.extract.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx.AttributeProto;
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

/** Builds small ONNX networks. */
public final class TinyNetwork {

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");

  /** Adds an input. A length of -1 means any length. */
  public TinyNetwork reads(String name, DataType type, long... shape) {
    graph.addInput(value(name, type, shape));
    return this;
  }

  public TinyNetwork writes(String name, DataType type, long... shape) {
    graph.addOutput(value(name, type, shape));
    return this;
  }

  public TinyNetwork node(String operation, String output, String... inputs) {
    return node(node(operation, output, List.of(inputs)));
  }

  public TinyNetwork cast(DataType to, String output, String input) {
    return node(
        node("Cast", output, List.of(input))
            .addAttribute(attribute("to", AttributeProto.AttributeType.INT).setI(to.getNumber())));
  }

  /** Adds a mean over some axes, which are removed. */
  public TinyNetwork mean(String output, String input, long... axes) {
    return node(
        node("ReduceMean", output, List.of(input))
            .addAttribute(
                attribute("axes", AttributeProto.AttributeType.INTS)
                    .addAllInts(Arrays.stream(axes).boxed().toList()))
            .addAttribute(attribute("keepdims", AttributeProto.AttributeType.INT).setI(0)));
  }

  public TinyNetwork floats(String name, List<Long> shape, List<Float> values) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.FLOAT.getNumber())
            .addAllDims(shape)
            .addAllFloatData(values));
    return this;
  }

  public Path write(Path file) throws IOException {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .setGraph(graph)
            .build();
    return Files.write(file, model.toByteArray());
  }

  private TinyNetwork node(NodeProto.Builder node) {
    graph.addNode(node);
    return this;
  }

  private static NodeProto.Builder node(String operation, String output, List<String> inputs) {
    return NodeProto.newBuilder().setOpType(operation).addOutput(output).addAllInput(inputs);
  }

  private static AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  private static ValueInfoProto value(String name, DataType type, long... shape) {
    TensorShapeProto.Builder lengths = TensorShapeProto.newBuilder();
    for (int i = 0; i < shape.length; i++) {
      lengths.addDim(
          shape[i] < 0
              ? Dimension.newBuilder().setDimParam("any" + i)
              : Dimension.newBuilder().setDimValue(shape[i]));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(lengths)))
        .build();
  }
}
