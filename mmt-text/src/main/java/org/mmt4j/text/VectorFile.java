package org.mmt4j.text;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.mmt4j.io.TensorFileException;

/** A file of word vectors that is read once, from start to end. */
final class VectorFile implements Closeable {

  /** A line of a thousand values has 20 KB. */
  private static final int MAX_TEXT_BYTES = 1 << 20;

  private static final int CHUNK = 1 << 16;

  private final Path path;
  private final FileChannel channel;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).limit(0);
  private byte[] text = new byte[256];

  private VectorFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static VectorFile open(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new TensorFileException(path, "file is missing, expected word vectors");
    }
    return new VectorFile(path, FileChannel.open(path));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Returns the number of bytes not read yet. */
  long remaining() throws IOException {
    return channel.size() - channel.position() + chunk.remaining();
  }

  /** Reads up to the next newline or the end of the file and strips trailing white space. */
  String line() throws IOException {
    int length = 0;
    int next = next();
    if (next < 0) {
      throw truncated();
    }
    for (; next >= 0 && next != '\n'; next = next()) {
      append(length++, next);
    }
    while (length > 0 && isPythonSpace(text[length - 1])) {
      length--;
    }
    return decoded(0, length);
  }

  /** Reads up to the next space and strips leading newlines. */
  String word() throws IOException {
    int length = 0;
    for (int next = next(); next != ' '; next = next()) {
      if (next < 0) {
        throw truncated();
      }
      append(length++, next);
    }
    int start = 0;
    while (start < length && text[start] == '\n') {
      start++;
    }
    return decoded(start, length);
  }

  /** Counts the lines up to the end of the file; the last line may have no newline. */
  long countLines() throws IOException {
    long lines = 0;
    int last = '\n';
    for (int next = next(); next >= 0; next = next()) {
      if (last == '\n') {
        lines++;
      }
      last = next;
    }
    return lines;
  }

  /** Fills a buffer and flips it. */
  void read(ByteBuffer target) throws IOException {
    target.clear();
    while (target.hasRemaining()) {
      if (!chunk.hasRemaining() && !readChunk()) {
        throw truncated();
      }
      int length = Math.min(target.remaining(), chunk.remaining());
      target.put(target.position(), chunk, chunk.position(), length);
      target.position(target.position() + length);
      chunk.position(chunk.position() + length);
    }
    target.flip();
  }

  /** Checks that the rest of the file has only newlines. */
  void requireEnd() throws IOException {
    for (int next = next(); next >= 0; next = next()) {
      if (next != '\n' && next != '\r') {
        throw damaged(
            "found "
                + (remaining() + 1)
                + " bytes after the last word, expected the end of the file: the header counts too"
                + " few words or the file is damaged");
      }
    }
  }

  /** Returns the exception to throw if the file is damaged or has a different format. */
  TensorFileException damaged(String problem) {
    return new TensorFileException(path, problem);
  }

  private TensorFileException truncated() {
    return damaged("found the end of the file, expected one more word and its vector");
  }

  /** Returns the next byte, 0 to 255, or -1 at the end of the file. */
  private int next() throws IOException {
    if (!chunk.hasRemaining() && !readChunk()) {
      return -1;
    }
    return Byte.toUnsignedInt(chunk.get());
  }

  private boolean readChunk() throws IOException {
    chunk.clear();
    channel.read(chunk);
    chunk.flip();
    return chunk.hasRemaining();
  }

  private void append(int index, int next) throws IOException {
    if (index == MAX_TEXT_BYTES) {
      throw damaged(
          "found a word or line that is too long, expected at most " + MAX_TEXT_BYTES + " bytes");
    }
    if (index == text.length) {
      text = Arrays.copyOf(text, 2 * index);
    }
    text[index] = (byte) next;
  }

  private String decoded(int start, int end) throws IOException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(text, start, end - start))
          .toString();
    } catch (CharacterCodingException e) {
      throw new TensorFileException(
          path,
          "found \""
              + Excerpt.of(new String(text, start, end - start, StandardCharsets.UTF_8))
              + "\", expected UTF-8",
          e);
    }
  }

  /** Returns whether Python's {@code bytes.rstrip()} removes the character. */
  private static boolean isPythonSpace(byte character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
  }
}
