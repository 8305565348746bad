package org.mmt4j.extract.tfjs;

import java.util.List;
import org.mmt4j.io.DataFileException;

/** Converts the nodes of one TensorFlow operation. */
@FunctionalInterface
interface Operation {

  /**
   * Adds nodes to the ONNX model; returns the names of the outputs.
   *
   * @throws DataFileException if the node uses what is not converted
   */
  List<String> convert(Conversion conversion, TfjsNode node) throws DataFileException;
}
