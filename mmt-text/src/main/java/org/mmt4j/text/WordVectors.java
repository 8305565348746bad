package org.mmt4j.text;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.mmt4j.io.TensorFileException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Words and a vector for each, as word2vec or GloVe publish them: what a caption encoder that has
 * no BERT looks words up in.
 *
 * <pre>
 * words   "[PAD]", "[UNK]", then the file's, in its order
 * table   (words, dimension): a row of zeros for each of the first two, then the file's vectors
 * </pre>
 *
 * <p>Words keep their case. Of a word that the file has twice the first vector stays, and the words
 * that follow move up. A "[PAD]" or "[UNK]" in the file is a word like any other, further down.
 *
 * <p>Differs from the authors' code (gensim 3.8) where a file is damaged: what follows the number
 * of words that the header gives, and vectors with NaN or infinite numbers, are errors here. No
 * copy of a GloVe file is written beside it.
 *
 * <p>Files are read from start to end in small pieces; only words and table are kept, the words on
 * Java's heap, the table in native memory: 3.6 GB for 3 million words of 300 numbers (GoogleNews),
 * which JavaCPP's limit {@code org.bytedeco.javacpp.maxbytes} must allow. A file with repeated
 * words needs that twice for a moment.
 *
 * @param words distinct but for the first two; the id of a word is its first place in this list
 * @param table float32 in C order, one row a word. Not copied; its native memory is freed when
 *     nothing refers to it, or by who made it with {@link INDArray#close}
 */
public record WordVectors(ImmutableList<String> words, INDArray table) {

  /** Fills captions up to the longest of a batch: id 0. */
  public static final String PADDING = "[PAD]";

  /** Stands for a caption in which no word is known: id 1. */
  public static final String UNKNOWN = "[UNK]";

  /** What every table begins with. */
  static final ImmutableList<String> SPECIAL = ImmutableList.of(PADDING, UNKNOWN);

  /**
   * Checks that there is a row for each word, and the first two words.
   *
   * @throws IllegalArgumentException if not
   */
  public WordVectors {
    if (words.size() < SPECIAL.size() || !words.subList(0, SPECIAL.size()).equals(SPECIAL)) {
      throw new IllegalArgumentException(
          "words: found "
              + words.subList(0, Math.min(words.size(), SPECIAL.size()))
              + " first, expected "
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
   * each word its text in UTF-8, a blank, and {@code dimension} float32, little-endian. Newlines
   * before a word are skipped.
   *
   * @throws TensorFileException if the file is not whole, or anything else
   * @throws IOException if it cannot be read
   */
  public static WordVectors word2vecBinary(Path file) throws IOException {
    return Word2VecBinary.read(file);
  }

  /**
   * Reads the text format of word2vec: a line {@code words dimension}, then the lines of {@link
   * #glove}.
   *
   * @throws TensorFileException if the file is not whole, or anything else
   * @throws IOException if it cannot be read
   */
  public static WordVectors word2vecText(Path file) throws IOException {
    return VectorText.word2vec(file);
  }

  /**
   * Reads the text format of GloVe: in UTF-8 a line for each word, the word and its numbers, a
   * blank before each number. The first line says how many numbers there are in all lines. White
   * space at the end of a line is skipped. Numbers are rounded to float64, then to float32, as
   * numpy does.
   *
   * @throws TensorFileException if the file is not whole, or anything else
   * @throws IOException if it cannot be read
   */
  public static WordVectors glove(Path file) throws IOException {
    return VectorText.glove(file);
  }

  /** Numbers in a word's vector. */
  public int dimension() {
    return table.columns();
  }
}
