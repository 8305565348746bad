package org.mmt4j.extract.tfjs;

import java.util.ArrayList;
import java.util.List;
import org.mmt4j.io.DataFileException;

/**
 * Converts TensorFlow's {@code StridedSlice}: begin, end and step of the first axes. Bit i of a
 * mask concerns axis i: begin or end is ignored, or the axis is removed.
 */
final class StridedSlices {

  private StridedSlices() {}

  static List<String> convert(Conversion c, TfjsNode node) throws DataFileException {
    if (node.integer("ellipsis_mask", 0) != 0 || node.integer("new_axis_mask", 0) != 0) {
      throw c.problem(node, "found an ellipsis or a new axis, expected none");
    }
    List<Long> begin = new ArrayList<>(c.constant(node, 1));
    List<Long> end = new ArrayList<>(c.constant(node, 2));
    List<Long> step = c.constant(node, 3);
    if (begin.size() != end.size() || begin.size() != step.size()) {
      throw c.problem(node, "found begin, end and steps of different lengths");
    }
    List<Long> axes = new ArrayList<>();
    List<Long> removed = new ArrayList<>();
    for (int axis = 0; axis < begin.size(); axis++) {
      axes.add((long) axis);
      boolean isForward = step.get(axis) > 0;
      if (isSet(node, "begin_mask", axis)) {
        begin.set(axis, isForward ? 0 : Long.MAX_VALUE);
      }
      if (isSet(node, "end_mask", axis)) {
        end.set(axis, isForward ? Long.MAX_VALUE : Long.MIN_VALUE);
      }
      if (isSet(node, "shrink_axis_mask", axis)) {
        long index = begin.get(axis);
        end.set(axis, index == -1 ? Long.MAX_VALUE : index + 1);
        removed.add((long) axis);
      }
    }
    String slice =
        c.onnx()
            .node(
                "Slice",
                List.of(
                    c.input(node, 0),
                    integers(c, begin),
                    integers(c, end),
                    integers(c, axes),
                    integers(c, step)));
    return List.of(
        removed.isEmpty() ? slice : c.onnx().node("Squeeze", List.of(slice, integers(c, removed))));
  }

  private static boolean isSet(TfjsNode node, String mask, int axis) {
    return (node.integer(mask, 0) >> axis & 1) != 0;
  }

  private static String integers(Conversion c, List<Long> values) {
    return c.onnx().integers(values.toArray(Long[]::new));
  }
}
