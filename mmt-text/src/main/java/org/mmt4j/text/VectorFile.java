package org.mmt4j.text;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.mmt4j.io.TensorFileException;

/** A file of word vectors, read from its start to its end. */
final class VectorFile implements Closeable {

  /** A line of a thousand numbers has 20 KB. */
  private static final int LONGEST_TEXT = 1 << 20;

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
    return new VectorFile(path, FileChannel.open(path));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Bytes not read yet. */
  long remaining() throws IOException {
    return channel.size() - channel.position() + chunk.remaining();
  }

  /** The text up to the next newline or the end of the file, without white space at its end. */
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

  /** The text up to the next blank, without newlines at its start. */
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

  /** Lines up to the end of the file, of which the last may lack its newline. */
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

  /** Fills a buffer, which can be read then. */
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

  /** Checks that only newlines follow. */
  void requireEnd() throws IOException {
    for (int next = next(); next >= 0; next = next()) {
      if (next != '\n' && next != '\r') {
        throw damaged(
            "found "
                + (remaining() + 1)
                + " bytes after the last word that the header gives, expected the end of the file");
      }
    }
  }

  /** What to throw if the file is not what it claims to be. */
  TensorFileException damaged(String problem) {
    return new TensorFileException(path, problem);
  }

  private TensorFileException truncated() {
    return damaged("found its end too early, expected another word and its vector");
  }

  /** The next byte, 0 to 255, or -1 at the end of the file. */
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

  private void append(int place, int next) throws IOException {
    if (place == LONGEST_TEXT) {
      throw damaged(
          "found a word or line of more than " + LONGEST_TEXT + " bytes, expected at most so many");
    }
    if (place == text.length) {
      text = Arrays.copyOf(text, 2 * place);
    }
    text[place] = (byte) next;
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
              + Shown.of(new String(text, start, end - start, StandardCharsets.UTF_8))
              + "\", expected UTF-8",
          e);
    }
  }

  /** What Python's {@code bytes.rstrip()} removes. */
  private static boolean isPythonSpace(byte character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
  }
}
