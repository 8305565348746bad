package org.mmt4j.extract.voice;

import java.io.IOException;
import java.nio.file.Path;
import onnx.Onnx.TensorProto.DataType;
import org.mmt4j.extract.onnx.TinyNetwork;

/** A network with the inputs and outputs of Silero's, whose probability is the mean of a block. */
public final class TinySilero {

  private TinySilero() {}

  public static void write(Path folder) throws IOException {
    new TinyNetwork()
        .reads("input", DataType.FLOAT, -1, -1)
        .reads("sr", DataType.INT64)
        .reads("h", DataType.FLOAT, 2, -1, 64)
        .reads("c", DataType.FLOAT, 2, -1, 64)
        .mean("output", "input", 1)
        .node("Identity", "hn", "h")
        .node("Identity", "cn", "c")
        .writes("output", DataType.FLOAT, -1)
        .writes("hn", DataType.FLOAT, 2, -1, 64)
        .writes("cn", DataType.FLOAT, 2, -1, 64)
        .write(folder.resolve("silero_vad.onnx"));
  }
}
