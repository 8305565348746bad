package org.mmt4j.similarity;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.mmt4j.io.AtomicFiles;

/**
 * Appends vectors to a file, which {@link MappedVectors} reads. Rows that were written never
 * change, so others may read them meanwhile. What counts is the number of rows that the caller
 * records elsewhere after {@link #force}: rows behind it are overwritten by the next writer. Not
 * thread-safe.
 */
public final class VectorFileWriter implements Closeable {

  private final VectorFileLayout layout;
  private final WordFormat format;
  private final FileChannel channel;
  private final int[] group; // of the last rows
  private final ByteBuffer bytes;
  private int size;
  private boolean changed;

  private VectorFileWriter(VectorFileLayout layout, FileChannel channel, int size) {
    this.layout = layout;
    this.format = layout.format();
    this.channel = channel;
    this.group = new int[layout.wordsOfGroup()];
    this.bytes = ByteBuffer.allocate(layout.bytesOfGroup()).order(ByteOrder.LITTLE_ENDIAN);
    this.size = size;
  }

  /**
   * Creates a file, or replaces it.
   *
   * @throws IOException if writing fails
   */
  public static VectorFileWriter create(Path file, VectorFileLayout layout) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      layout.writeHeader(channel);
      AtomicFiles.syncDirectory(AtomicFiles.parent(file));
      return new VectorFileWriter(layout, channel, 0);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Opens a file, and continues after a number of rows.
   *
   * @throws IOException if the file has another layout or fewer rows
   */
  public static VectorFileWriter open(Path file, VectorFileLayout layout, int rows)
      throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      layout.require(file, channel, rows);
      VectorFileWriter writer = new VectorFileWriter(layout, channel, rows);
      writer.readGroup();
      return writer;
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /** Reads the rows of an incomplete last group. */
  private void readGroup() throws IOException {
    int used = size % WordFormat.GROUP;
    if (used == 0) {
      return;
    }
    long position = layout.position(size / WordFormat.GROUP);
    bytes.clear();
    while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {}
    bytes.rewind().asIntBuffer().get(group);
    for (int word = 0; word < layout.wordsOfRow(); word++) {
      Arrays.fill(group, word * WordFormat.GROUP + used, (word + 1) * WordFormat.GROUP, 0);
    }
  }

  /** Returns the number of rows, written or to be written by the next {@link #force}. */
  public int size() {
    return size;
  }

  /**
   * Appends a row and returns its number.
   *
   * @param vector as long as the layout says, finite
   * @param weights as many as the layout says, finite
   * @throws IllegalArgumentException if a length differs, or a value is NaN or infinite
   * @throws IOException if writing fails
   */
  public int append(float[] vector, float[] weights) throws IOException {
    layout.requireFits("row " + size, vector, weights);
    int index = size % WordFormat.GROUP;
    float scale = format.encode(vector, group, index, WordFormat.GROUP);
    int word = layout.scaleWord();
    put(word, index, Float.floatToRawIntBits(scale));
    for (float weight : weights) {
      word++;
      put(word, index, Float.floatToRawIntBits(weight));
    }
    return added();
  }

  /** Appends a row of another file of this layout as it is, and returns its new number. */
  public int append(MappedVectors source, int row) throws IOException {
    int[] words = source.words(row);
    for (int word = 0; word < words.length; word++) {
      put(word, size % WordFormat.GROUP, words[word]);
    }
    return added();
  }

  private void put(int word, int index, int value) {
    group[word * WordFormat.GROUP + index] = value;
  }

  private int added() throws IOException {
    int row = size;
    size = Math.addExact(size, 1);
    changed = true;
    if (size % WordFormat.GROUP == 0) {
      writeGroup(row / WordFormat.GROUP);
      Arrays.fill(group, 0);
    }
    return row;
  }

  private void writeGroup(int number) throws IOException {
    bytes.clear();
    IntBuffer ints = bytes.asIntBuffer();
    ints.put(group);
    channel.position(layout.position(number));
    AtomicFiles.writeFully(channel, bytes);
  }

  /**
   * Writes all rows and syncs the file.
   *
   * @throws IOException if writing fails, for example because the disk is full
   */
  public void force() throws IOException {
    if (changed && size % WordFormat.GROUP != 0) {
      writeGroup(size / WordFormat.GROUP);
    }
    changed = false;
    channel.force(true);
  }

  /** Closes the file; rows that were not forced may be lost. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
