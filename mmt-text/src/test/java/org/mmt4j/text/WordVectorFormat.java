package org.mmt4j.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;

/** Reads and writes the formats of word vectors. */
enum WordVectorFormat {
  BINARY {
    @Override
    WordVectors read(Path file) throws IOException {
      return WordVectors.word2vecBinary(file);
    }

    @Override
    byte[] bytes(Map<String, float[]> vectors) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(header(vectors).getBytes(UTF_8));
      vectors.forEach(
          (word, vector) -> {
            bytes.writeBytes((word + " ").getBytes(UTF_8));
            ByteBuffer values =
                ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
            values.asFloatBuffer().put(vector);
            bytes.writeBytes(values.array());
            bytes.write('\n');
          });
      return bytes.toByteArray();
    }
  },

  TEXT {
    @Override
    WordVectors read(Path file) throws IOException {
      return WordVectors.word2vecText(file);
    }

    @Override
    byte[] bytes(Map<String, float[]> vectors) {
      return (header(vectors) + lines(vectors)).getBytes(UTF_8);
    }
  },

  GLOVE {
    @Override
    WordVectors read(Path file) throws IOException {
      return WordVectors.glove(file);
    }

    @Override
    byte[] bytes(Map<String, float[]> vectors) {
      return lines(vectors).getBytes(UTF_8);
    }
  };

  abstract WordVectors read(Path file) throws IOException;

  /** Returns the bytes of a file with at least one word; all vectors have the same dimension. */
  abstract byte[] bytes(Map<String, float[]> vectors);

  private static String header(Map<String, float[]> vectors) {
    return vectors.size() + " " + vectors.values().iterator().next().length + "\n";
  }

  private static String lines(Map<String, float[]> vectors) {
    StringBuilder lines = new StringBuilder();
    vectors.forEach(
        (word, vector) -> {
          lines.append(word);
          for (float value : vector) {
            lines.append(' ').append(value);
          }
          lines.append('\n');
        });
    return lines.toString();
  }
}
