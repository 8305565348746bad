package org.mmt4j.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Reads the format of {@link WordVectors#word2vecBinary}. */
final class Word2VecBinary {

  private Word2VecBinary() {}

  static WordVectors read(Path path) throws IOException {
    try (VectorFile file = VectorFile.open(path)) {
      VectorShape shape = VectorShape.ofHeader(file, Float.BYTES);
      try (VectorTable table = new VectorTable(shape)) {
        readWords(file, shape, table);
        file.requireEnd();
        return table.finish();
      }
    }
  }

  private static void readWords(VectorFile file, VectorShape shape, VectorTable table)
      throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(shape.dimension() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    float[] vector = new float[shape.dimension()];
    for (int i = 0; i < shape.words(); i++) {
      String word = file.word();
      file.read(bytes);
      bytes.asFloatBuffer().get(vector);
      requireFinite(file, word, vector);
      table.add(word, vector);
    }
  }

  private static void requireFinite(VectorFile file, String word, float[] vector)
      throws IOException {
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw file.damaged(
            "word \"" + Excerpt.of(word) + "\": found " + value + ", expected finite values");
      }
    }
  }
}
