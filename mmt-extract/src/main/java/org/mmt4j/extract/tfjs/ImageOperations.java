package org.mmt4j.extract.tfjs;

import static org.mmt4j.extract.tfjs.OnnxBuilder.attribute;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import org.mmt4j.io.DataFileException;

/**
 * Convolutions and the like, and matrix products. Images are [batch, height, width, channels] in
 * TensorFlow.js and [batch, channels, height, width] in ONNX, so each operation is between two
 * transpositions, most of which ONNX Runtime removes.
 */
final class ImageOperations {

  private static final AttributeProto CHANNELS_FIRST = attribute("perm", 0, 3, 1, 2);
  private static final AttributeProto CHANNELS_LAST = attribute("perm", 0, 2, 3, 1);

  private ImageOperations() {}

  static Map<String, Operation> all() {
    return ImmutableMap.<String, Operation>builder()
        .put("Conv2D", (c, n) -> convolution(c, n, kernel(c, n)))
        .put("_FusedConv2D", (c, n) -> convolution(c, n, kernel(c, n)))
        .put("DepthwiseConv2dNative", ImageOperations::depthwise)
        .put("FusedDepthwiseConv2dNative", ImageOperations::depthwise)
        .put("MaxPool", ImageOperations::maxPool)
        .put("ResizeBilinear", ImageOperations::resize)
        .put("_FusedMatMul", ImageOperations::product)
        .buildOrThrow();
  }

  /** [height, width, in, out] -> [out, in, height, width]. */
  private static String kernel(Conversion c, TfjsNode node) throws DataFileException {
    return c.onnx().node("Transpose", List.of(c.input(node, 1)), attribute("perm", 3, 2, 0, 1));
  }

  /**
   * A convolution of each channel alone: [height, width, in, multiplier] -> [in x multiplier, 1,
   * height, width].
   */
  private static List<String> depthwise(Conversion c, TfjsNode node) throws DataFileException {
    List<Long> shape = c.weightShape(node, 1);
    String first =
        c.onnx().node("Transpose", List.of(c.input(node, 1)), attribute("perm", 2, 3, 0, 1));
    String kernel =
        c.onnx()
            .node(
                "Reshape",
                List.of(
                    first,
                    c.onnx()
                        .integers(shape.get(2) * shape.get(3), 1L, shape.get(0), shape.get(1))));
    return convolution(c, node, kernel, attribute("group", shape.get(2)));
  }

  private static List<String> convolution(
      Conversion c, TfjsNode node, String kernel, AttributeProto... more) throws DataFileException {
    List<AttributeProto> attributes = new ArrayList<>(List.of(more));
    attributes.add(attribute("strides", window(c, node, "strides")));
    attributes.add(padding(c, node));
    if (!node.integers("dilations").isEmpty()) {
      attributes.add(attribute("dilations", window(c, node, "dilations")));
    }
    List<String> fused = new ArrayList<>(node.texts("fused_ops"));
    List<String> inputs = new ArrayList<>(List.of(channelsFirst(c, c.input(node, 0)), kernel));
    if (fused.remove("BiasAdd")) {
      inputs.add(c.input(node, 2));
    }
    String value = c.onnx().node("Conv", inputs, attributes.toArray(AttributeProto[]::new));
    for (String activation : fused) {
      value = ElementOperations.activation(c, node, activation, value);
    }
    return List.of(channelsLast(c, value));
  }

  private static List<String> maxPool(Conversion c, TfjsNode node) throws DataFileException {
    String pooled =
        c.onnx()
            .node(
                "MaxPool",
                List.of(channelsFirst(c, c.input(node, 0))),
                attribute("kernel_shape", window(c, node, "ksize")),
                attribute("strides", window(c, node, "strides")),
                padding(c, node));
    return List.of(channelsLast(c, pooled));
  }

  /** Returns the values for height and width of a list for all axes. */
  private static List<Long> window(Conversion c, TfjsNode node, String attribute)
      throws DataFileException {
    List<Long> values = node.integers(attribute);
    String format = node.text("data_format", "NHWC");
    if (values.size() != 4 || values.get(0) != 1 || values.get(3) != 1 || !format.equals("NHWC")) {
      throw c.problem(
          node,
          attribute + ": found " + values + " of " + format + ", expected [1, y, x, 1] of NHWC");
    }
    return values.subList(1, 3);
  }

  private static AttributeProto padding(Conversion c, TfjsNode node) throws DataFileException {
    return switch (node.text("padding", "")) {
      case "SAME" -> attribute("auto_pad", "SAME_UPPER");
      case "VALID" -> attribute("auto_pad", "VALID");
      default ->
          throw c.problem(
              node, "found padding " + node.text("padding", "") + ", expected SAME or VALID");
    };
  }

  private static List<String> resize(Conversion c, TfjsNode node) throws DataFileException {
    String image = channelsFirst(c, c.input(node, 0));
    String mode =
        node.flag("align_corners")
            ? "align_corners"
            : node.flag("half_pixel_centers") ? "half_pixel" : "asymmetric";
    String shape = c.onnx().node("Shape", List.of(image));
    String batchAndChannels =
        c.onnx().node("Slice", List.of(shape, c.onnx().integers(0L), c.onnx().integers(2L)));
    String size =
        c.onnx().node("Concat", List.of(batchAndChannels, c.int64(node, 1)), attribute("axis", 0));
    String resized =
        c.onnx()
            .node(
                "Resize",
                List.of(image, "", "", size),
                attribute("mode", "linear"),
                attribute("coordinate_transformation_mode", mode));
    return List.of(channelsLast(c, resized));
  }

  private static List<String> product(Conversion c, TfjsNode node) throws DataFileException {
    if (node.flag("transpose_a") || node.flag("transpose_b")) {
      throw c.problem(node, "found a transposed factor, expected none");
    }
    List<String> fused = new ArrayList<>(node.texts("fused_ops"));
    String value = c.onnx().node("MatMul", List.of(c.input(node, 0), c.input(node, 1)));
    if (fused.remove("BiasAdd")) {
      value = c.onnx().node("Add", List.of(value, c.input(node, 2)));
    }
    for (String activation : fused) {
      value = ElementOperations.activation(c, node, activation, value);
    }
    return List.of(value);
  }

  private static String channelsFirst(Conversion c, String image) {
    return c.onnx().node("Transpose", List.of(image), CHANNELS_FIRST);
  }

  private static String channelsLast(Conversion c, String image) {
    return c.onnx().node("Transpose", List.of(image), CHANNELS_LAST);
  }
}
