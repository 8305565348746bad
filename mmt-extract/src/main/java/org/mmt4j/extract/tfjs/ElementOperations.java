package org.mmt4j.extract.tfjs;

import static org.mmt4j.extract.tfjs.OnnxBuilder.attribute;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx.TensorProto.DataType;
import org.mmt4j.io.DataFileException;

/** Operations by element, with the broadcasting that both formats share. */
final class ElementOperations {

  /** Operations that differ in nothing but their name. */
  private static final ImmutableMap<String, String> SAME =
      ImmutableMap.<String, String>builder()
          .put("Add", "Add")
          .put("AddV2", "Add")
          .put("Sub", "Sub")
          .put("Mul", "Mul")
          .put("RealDiv", "Div")
          .put("Minimum", "Min")
          .put("Maximum", "Max")
          .put("Equal", "Equal")
          .put("Relu", "Relu")
          .put("Sigmoid", "Sigmoid")
          .put("Sqrt", "Sqrt")
          .buildOrThrow();

  private ElementOperations() {}

  static Map<String, Operation> all() {
    ImmutableMap.Builder<String, Operation> all = ImmutableMap.builder();
    SAME.forEach(
        (name, onnx) -> all.put(name, (c, n) -> List.of(c.onnx().node(onnx, c.inputs(n)))));
    return all.put("Relu6", (c, n) -> List.of(activation(c, n, "Relu6", c.input(n, 0))))
        .put(
            "LeakyRelu",
            (c, n) ->
                List.of(
                    c.onnx()
                        .node(
                            "LeakyRelu",
                            List.of(c.input(n, 0)),
                            attribute("alpha", n.number("alpha", 0.2f)))))
        .put(
            "Softmax",
            (c, n) ->
                List.of(c.onnx().node("Softmax", List.of(c.input(n, 0)), attribute("axis", -1))))
        .put("SquaredDifference", ElementOperations::squaredDifference)
        .put("FloorDiv", ElementOperations::floorDiv)
        .put("FloorMod", ElementOperations::floorMod)
        .put("Cast", (c, n) -> List.of(c.cast(c.input(n, 0), type(c, n, n.type("DstT")))))
        .put("Identity", (c, n) -> List.of(c.input(n, 0)))
        .buildOrThrow();
  }

  /** Applies the activation of a fused operation. */
  static String activation(Conversion c, TfjsNode node, String name, String value)
      throws DataFileException {
    return switch (name) {
      case "Relu" -> c.onnx().node("Relu", List.of(value));
      case "Relu6" -> c.onnx().node("Clip", List.of(value, c.onnx().scalar(0), c.onnx().scalar(6)));
      default -> throw c.problem(node, "found activation " + name + ", expected Relu or Relu6");
    };
  }

  /** Returns a type in ONNX. All integers are int32, as in TensorFlow.js. */
  static DataType type(Conversion c, TfjsNode node, String type) throws DataFileException {
    return switch (type) {
      case "DT_FLOAT", "DT_HALF" -> DataType.FLOAT;
      case "DT_INT32", "DT_INT64" -> DataType.INT32;
      case "DT_BOOL" -> DataType.BOOL;
      default ->
          throw c.problem(node, "found type " + type + ", expected DT_FLOAT, DT_INT32 or DT_BOOL");
    };
  }

  private static List<String> squaredDifference(Conversion c, TfjsNode node)
      throws DataFileException {
    String difference = c.onnx().node("Sub", c.inputs(node));
    return List.of(c.onnx().node("Mul", List.of(difference, difference)));
  }

  /** floor(a / b); for integers (a - a mod b) / b, where the remainder has the sign of b. */
  private static List<String> floorDiv(Conversion c, TfjsNode node) throws DataFileException {
    List<String> inputs = c.inputs(node);
    if (isFloat(c, node)) {
      return List.of(c.onnx().node("Floor", List.of(c.onnx().node("Div", inputs))));
    }
    String multiple = c.onnx().node("Sub", List.of(inputs.get(0), c.onnx().node("Mod", inputs)));
    return List.of(c.onnx().node("Div", List.of(multiple, inputs.get(1))));
  }

  /** a - floor(a / b) b. */
  private static List<String> floorMod(Conversion c, TfjsNode node) throws DataFileException {
    List<String> inputs = c.inputs(node);
    if (!isFloat(c, node)) {
      return List.of(c.onnx().node("Mod", inputs));
    }
    String multiple = c.onnx().node("Mul", List.of(floorDiv(c, node).get(0), inputs.get(1)));
    return List.of(c.onnx().node("Sub", List.of(inputs.get(0), multiple)));
  }

  private static boolean isFloat(Conversion c, TfjsNode node) throws DataFileException {
    return type(c, node, node.type("T")) == DataType.FLOAT;
  }
}
