package org.mmt4j.extract.tfjs;

import static org.mmt4j.extract.tfjs.OnnxBuilder.attribute;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.TensorProto.DataType;
import org.mmt4j.io.DataFileException;

/** Operations that move values, select them, or reduce axes. */
final class ShapeOperations {

  private ShapeOperations() {}

  static Map<String, Operation> all() {
    return ImmutableMap.<String, Operation>builder()
        .put(
            "Reshape",
            (c, n) -> List.of(c.onnx().node("Reshape", List.of(c.input(n, 0), c.int64(n, 1)))))
        .put("ExpandDims", ShapeOperations::expandDims)
        .put("Squeeze", ShapeOperations::squeeze)
        .put(
            "Transpose",
            (c, n) ->
                List.of(
                    c.onnx()
                        .node(
                            "Transpose",
                            List.of(c.input(n, 0)),
                            attribute("perm", c.constant(n, 1)))))
        .put("ConcatV2", ShapeOperations::concat)
        .put("Pack", ShapeOperations::pack)
        .put("Unpack", ShapeOperations::unpack)
        .put("SplitV", ShapeOperations::split)
        .put("StridedSlice", StridedSlices::convert)
        .put("Pad", ShapeOperations::pad)
        .put("PadV2", ShapeOperations::pad)
        .put("GatherV2", ShapeOperations::gather)
        .put(
            "GatherNd",
            (c, n) -> List.of(c.onnx().node("GatherND", List.of(c.input(n, 0), c.int64(n, 1)))))
        .put("SparseToDense", ShapeOperations::sparseToDense)
        .put("Mean", ShapeOperations::mean)
        .put("ArgMax", ShapeOperations::argMax)
        .put("TopKV2", ShapeOperations::largest)
        .buildOrThrow();
  }

  private static List<String> expandDims(Conversion c, TfjsNode node) throws DataFileException {
    String axis = c.onnx().integers(c.scalar(node, 1));
    return List.of(c.onnx().node("Unsqueeze", List.of(c.input(node, 0), axis)));
  }

  private static List<String> squeeze(Conversion c, TfjsNode node) throws DataFileException {
    List<String> inputs = new ArrayList<>(List.of(c.input(node, 0)));
    List<Long> axes = node.integers("squeeze_dims");
    if (!axes.isEmpty()) {
      inputs.add(c.onnx().integers(axes.toArray(Long[]::new)));
    }
    return List.of(c.onnx().node("Squeeze", inputs));
  }

  private static List<String> concat(Conversion c, TfjsNode node) throws DataFileException {
    List<String> inputs = c.inputs(node);
    int last = inputs.size() - 1;
    return List.of(
        c.onnx().node("Concat", inputs.subList(0, last), attribute("axis", c.scalar(node, last))));
  }

  private static List<String> pack(Conversion c, TfjsNode node) throws DataFileException {
    long axis = node.integer("axis", 0);
    List<String> parts = new ArrayList<>();
    for (String input : c.inputs(node)) {
      parts.add(c.onnx().node("Unsqueeze", List.of(input, c.onnx().integers(axis))));
    }
    return List.of(c.onnx().node("Concat", parts, attribute("axis", axis)));
  }

  private static List<String> unpack(Conversion c, TfjsNode node) throws DataFileException {
    long axis = node.integer("axis", 0);
    int count = count(c, node, "num");
    List<String> parts =
        c.onnx().nodes("Split", count, List.of(c.input(node, 0)), attribute("axis", axis));
    List<String> outputs = new ArrayList<>();
    for (String part : parts) {
      outputs.add(c.onnx().node("Squeeze", List.of(part, c.onnx().integers(axis))));
    }
    return outputs;
  }

  private static List<String> split(Conversion c, TfjsNode node) throws DataFileException {
    return c.onnx()
        .nodes(
            "Split",
            count(c, node, "num_split"),
            List.of(c.input(node, 0), c.int64(node, 1)),
            attribute("axis", c.scalar(node, 2)));
  }

  private static int count(Conversion c, TfjsNode node, String attribute) throws DataFileException {
    long count = node.integer(attribute, 0);
    if (count < 1 || count > TfjsGraph.MAX_NODES) {
      throw c.problem(node, "found " + count + " outputs, expected at least 1");
    }
    return (int) count;
  }

  /** [before, after] of each axis -> before of all axes, then after of all. */
  private static List<String> pad(Conversion c, TfjsNode node) throws DataFileException {
    String paddings =
        c.onnx().node("Transpose", List.of(c.int64(node, 1)), attribute("perm", 1, 0));
    List<String> inputs = new ArrayList<>();
    inputs.add(c.input(node, 0));
    inputs.add(c.onnx().node("Reshape", List.of(paddings, c.onnx().integers(-1L))));
    if (node.operation().equals("PadV2")) {
      inputs.add(c.input(node, 2));
    }
    return List.of(c.onnx().node("Pad", inputs));
  }

  private static List<String> gather(Conversion c, TfjsNode node) throws DataFileException {
    if (node.integer("batch_dims", 0) != 0) {
      throw c.problem(node, "found batch_dims, expected none");
    }
    return List.of(
        c.onnx()
            .node(
                "Gather",
                List.of(c.input(node, 0), c.input(node, 1)),
                attribute("axis", c.scalar(node, 2))));
  }

  /** Inputs: indices, shape, values, value of all other elements. */
  private static List<String> sparseToDense(Conversion c, TfjsNode node) throws DataFileException {
    String dense = c.onnx().node("Expand", List.of(c.input(node, 3), c.int64(node, 1)));
    return List.of(c.onnx().node("ScatterND", List.of(dense, c.int64(node, 0), c.input(node, 2))));
  }

  private static List<String> mean(Conversion c, TfjsNode node) throws DataFileException {
    AttributeProto keep = attribute("keepdims", node.flag("keep_dims") ? 1 : 0);
    return List.of(
        c.onnx()
            .node(
                "ReduceMean",
                List.of(c.input(node, 0)),
                attribute("axes", c.constant(node, 1)),
                keep));
  }

  private static List<String> argMax(Conversion c, TfjsNode node) throws DataFileException {
    String index =
        c.onnx()
            .node(
                "ArgMax",
                List.of(c.input(node, 0)),
                attribute("axis", c.scalar(node, 1)),
                attribute("keepdims", 0));
    return List.of(c.cast(index, DataType.INT32));
  }

  private static List<String> largest(Conversion c, TfjsNode node) throws DataFileException {
    String count = c.onnx().integers(c.scalar(node, 1));
    List<String> found = c.onnx().nodes("TopK", 2, List.of(c.input(node, 0), count));
    return List.of(found.get(0), c.cast(found.get(1), DataType.INT32));
  }
}
