package org.mmt4j.similarity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.io.DataFileException;

/**
 * How a file of vectors is laid out, little-endian: a header of {@value #HEADER} bytes, then groups
 * of 512 rows. A group has the words of its vectors ({@link WordFormat}), then 512 scales, then 512
 * times the first weight, and so on. Every group is complete in the file; rows that are not used
 * yet are 0.
 *
 * @param precision of the vectors
 * @param dimension length of each vector
 * @param weights number of weights of each vector, in single precision; 0 if there are none
 */
public record VectorFileLayout(VectorPrecision precision, int dimension, int weights) {

  static final int HEADER = 4096;

  /** Largest dimension: a group has at most half a gigabyte. */
  private static final int LARGEST_DIMENSION = 1 << 17;

  private static final int LARGEST_WEIGHTS = 1 << 10;
  private static final String MAGIC = "mmt vectors 1";

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the dimension or the number of weights is out of range
   */
  public VectorFileLayout {
    require("dimension of vectors", dimension, 1, LARGEST_DIMENSION);
    require("number of weights", weights, 0, LARGEST_WEIGHTS);
  }

  private static void require(String what, int found, int least, int most) {
    if (found < least || found > most) {
      throw new IllegalArgumentException(
          what + ": found " + found + ", expected " + least + " to " + most);
    }
  }

  /**
   * Checks a vector and its weights.
   *
   * @param what names them in the message
   * @throws IllegalArgumentException if a length differs from this layout's, or a value is NaN or
   *     infinite
   */
  public void requireFits(String what, float[] vector, float[] vectorWeights) {
    PackedVectors.requireFits("vector of " + what, vector, dimension);
    PackedVectors.requireFits("weights of " + what, vectorWeights, weights);
  }

  WordFormat format() {
    return WordFormat.of(precision);
  }

  /** Returns the number of words of a vector, its scale and its weights. */
  int wordsOfRow() {
    return scaleWord() + 1 + weights;
  }

  /** Returns the index of the scale among the words of a row; the weights follow it. */
  int scaleWord() {
    return format().words(dimension);
  }

  int wordsOfGroup() {
    return WordFormat.GROUP * wordsOfRow();
  }

  int bytesOfGroup() {
    return wordsOfGroup() * Integer.BYTES;
  }

  /** Returns the number of groups that rows need. */
  static int groups(int rows) {
    return (rows + WordFormat.GROUP - 1) / WordFormat.GROUP;
  }

  long position(int group) {
    return HEADER + (long) group * bytesOfGroup();
  }

  void writeHeader(FileChannel channel) throws IOException {
    channel.position(0);
    AtomicFiles.writeFully(channel, header());
  }

  private ByteBuffer header() {
    String text = "%s %s %d %d".formatted(MAGIC, precision, dimension, weights);
    return ByteBuffer.allocate(HEADER).put(text.getBytes(StandardCharsets.US_ASCII)).rewind();
  }

  /**
   * Checks that a file has this layout and a number of rows.
   *
   * @throws DataFileException if not
   */
  void require(Path file, FileChannel channel, int rows) throws IOException {
    long expected = position(groups(rows));
    if (channel.size() < expected) {
      throw new DataFileException(
          file, "found " + channel.size() + " bytes, expected at least " + expected);
    }
    ByteBuffer found = ByteBuffer.allocate(HEADER);
    while (found.hasRemaining() && channel.read(found, found.position()) >= 0) {}
    if (!found.rewind().equals(header())) {
      throw new DataFileException(file, "found another header, expected one of " + this);
    }
  }
}
