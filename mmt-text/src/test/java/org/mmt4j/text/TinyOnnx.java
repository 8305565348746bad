package org.mmt4j.text;

import com.google.common.collect.Lists;
import com.google.common.primitives.Longs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import org.nd4j.shade.protobuf.ByteString;

/**
 * The nodes of an exported BERT that are read: 7 words, hidden size 4, 1 layer with 2 heads,
 * intermediate size 6, 5 positions. Value i of each stored tensor is i.
 */
final class TinyOnnx {

  static final BertConfig CONFIG =
      BertConfig.builder()
          .vocabularySize(7)
          .hiddenSize(4)
          .layers(1)
          .heads(2)
          .intermediateSize(6)
          .maxPositions(5)
          .build();

  private TinyOnnx() {}

  static ModelProto model() {
    GraphProto.Builder graph = GraphProto.newBuilder();
    CONFIG.parameterShapes().forEach((name, shape) -> addParameter(graph, name, shape));
    graph.addNode(constant("heads", longs(2)));
    graph.addNode(node("Concat", "split", "batch", "tokens", "heads", "head size"));
    graph.addNode(node("Reshape", "queries", "encoder.layer.0.attention.self.query sum", "split"));
    graph.addNode(constant("epsilon", floats(List.of(), 1e-12f)));
    graph.addNode(node("Add", "variance plus epsilon", "variance", "epsilon"));
    graph.addNode(node("Sqrt", "deviation", "variance plus epsilon"));
    graph.addNode(node("Erf", "gelu", "intermediate"));
    return ModelProto.newBuilder().setGraph(graph).build();
  }

  private static void addParameter(GraphProto.Builder graph, String name, long[] shape) {
    if (name.startsWith("encoder.") && shape.length == 2) {
      String layer = name.replace(".weight", "");
      graph.addInitializer(counting("matrix of " + layer, Lists.reverse(Longs.asList(shape))));
      graph.addNode(node("MatMul", layer + " product", "input", "matrix of " + layer));
      graph.addNode(node("Add", layer + " sum", layer + ".bias", layer + " product"));
    } else {
      graph.addInitializer(counting(name, Longs.asList(shape)));
    }
  }

  private static TensorProto counting(String name, List<Long> shape) {
    float[] values =
        new float[(int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return floats(shape, values).toBuilder().setName(name).build();
  }

  static TensorProto floats(List<Long> shape, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return TensorProto.newBuilder()
        .addAllDims(shape)
        .setDataType(DataType.FLOAT_VALUE)
        .setRawData(ByteString.copyFrom(bytes))
        .build();
  }

  private static TensorProto longs(long value) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(0, value);
    return TensorProto.newBuilder()
        .addDims(1)
        .setDataType(DataType.INT64_VALUE)
        .setRawData(ByteString.copyFrom(bytes))
        .build();
  }

  private static NodeProto constant(String name, TensorProto value) {
    return node("Constant", name).toBuilder()
        .addAttribute(AttributeProto.newBuilder().setName("value").setT(value))
        .build();
  }

  private static NodeProto node(String operation, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operation)
        .addOutput(output)
        .addAllInput(List.of(inputs))
        .build();
  }
}
