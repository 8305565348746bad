package org.mmt4j.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.graph.Workspaces;
import org.mmt4j.io.TensorFileException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Words and their vectors, as published for word2vec and GloVe. A caption encoder without a BERT
 * uses them as its table of word embeddings.
 *
 * <pre>
 * words   "[PAD]", "[UNK]", then the words of the file, in file order
 * table   (words, dimension): two rows of zeros, then the vectors of the file
 * </pre>
 *
 * <p>Words keep their case. Only the first vector of a duplicate word is kept; later duplicates are
 * skipped and get no row. A "[PAD]" or "[UNK]" in the file is an ordinary word with a row of its
 * own.
 *
 * <p>Differs from the authors' code (gensim 3.8) for damaged files: data after the last word that
 * the header counts, and vectors with NaN or infinite values, are errors here. No converted copy of
 * a GloVe file is written.
 *
 * <p>Files are read in small chunks from start to end. The words are kept on the Java heap, the
 * table in native memory: 3.6 GB for 3 million words of dimension 300 (GoogleNews), which JavaCPP's
 * limit {@code org.bytedeco.javacpp.maxbytes} must allow. A file with duplicate words needs this
 * memory twice for a short time.
 *
 * <p>Owns the native memory of the table: {@link #close} frees it. {@link WordEmbeddings#of(
 * WordVectors, WordPooling, int) WordEmbeddings} that are created from the vectors own and close
 * them.
 *
 * @param words unique except for the first two; the id of a word is its first index in this list
 * @param table float32 in C order, one row per word. Not copied
 */
public record WordVectors(List<String> words, INDArray table) implements AutoCloseable {

  /** Pads captions to the longest of a batch: id 0. */
  public static final String PADDING = "[PAD]";

  /** Replaces a caption without a known word: id 1. */
  public static final String UNKNOWN = "[UNK]";

  /** The first words of every table. */
  static final List<String> SPECIAL = List.of(PADDING, UNKNOWN);

  private static final Logger log = LoggerFactory.getLogger(WordVectors.class);

  /** Reads one file format. */
  private interface Reader {
    WordVectors read(Path file) throws IOException;
  }

  /**
   * Checks that the table has a row for each word, and checks the first two words.
   *
   * @throws IllegalArgumentException if not; the table then stays the caller's
   */
  public WordVectors {
    words = List.copyOf(words);
    if (words.size() < SPECIAL.size() || !words.subList(0, SPECIAL.size()).equals(SPECIAL)) {
      throw new IllegalArgumentException(
          "words: found "
              + words.subList(0, Math.min(words.size(), SPECIAL.size()))
              + " at the start, expected "
              + SPECIAL);
    }
    if (table.rank() != 2
        || table.size(0) != words.size()
        || table.dataType() != DataType.FLOAT
        || table.ordering() != 'c') {
      throw new IllegalArgumentException(
          "table: found "
              + table.dataType()
              + " of shape "
              + Arrays.toString(table.shape())
              + " in order "
              + table.ordering()
              + ", expected FLOAT in order c with a row for each of "
              + words.size()
              + " words");
    }
  }

  /**
   * Reads the binary format of word2vec ({@code .bin}): a line {@code words dimension}, then for
   * each word its text in UTF-8, a space, and {@code dimension} little-endian float32 values.
   * Newlines before a word are skipped.
   *
   * @throws TensorFileException if the file is missing, truncated, damaged or of a different format
   * @throws IOException if the file cannot be read
   */
  public static WordVectors word2vecBinary(Path file) throws IOException {
    return read(file, Word2VecBinary::read);
  }

  /**
   * Reads the text format of word2vec: a line {@code words dimension}, then the lines of {@link
   * #glove}.
   *
   * @throws TensorFileException if the file is missing, truncated, damaged or of a different format
   * @throws IOException if the file cannot be read
   */
  public static WordVectors word2vecText(Path file) throws IOException {
    return read(file, VectorText::word2vec);
  }

  /**
   * Reads the text format of GloVe: UTF-8, one line per word with the word and its values,
   * separated by single spaces. All lines have as many values as the first. White space at the end
   * of a line is skipped. Values are rounded to float64, then to float32, as in NumPy.
   *
   * @throws TensorFileException if the file is missing, truncated, damaged or of a different format
   * @throws IOException if the file cannot be read
   */
  public static WordVectors glove(Path file) throws IOException {
    return read(file, VectorText::glove);
  }

  private static WordVectors read(Path file, Reader reader) throws IOException {
    long start = System.nanoTime();
    WordVectors vectors;
    try {
      vectors = Workspaces.outside(() -> reader.read(file));
    } catch (IOException e) {
      throw TensorFileException.explained(file, "word vectors", e);
    }
    log.info(
        "read {} word vectors of dimension {} from {} in {} ms",
        vectors.words.size(),
        vectors.dimension(),
        file,
        (System.nanoTime() - start) / 1_000_000);
    return vectors;
  }

  /** Returns the dimension of the word vectors. */
  public int dimension() {
    return table.columns();
  }

  /** Checks that nobody has closed the vectors. */
  void requireOpen() {
    if (table.wasClosed()) {
      throw new ClosedException("word vectors");
    }
  }

  /** Frees the table. A second call does nothing. */
  @Override
  public void close() {
    if (!table.wasClosed()) {
      table.close();
    }
  }
}
