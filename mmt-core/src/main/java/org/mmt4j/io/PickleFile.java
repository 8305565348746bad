package org.mmt4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Files that Python's {@code pickle.dump} wrote in protocol 2 or 3, of plain values: dicts, lists,
 * tuples, strings, numbers, booleans and {@code None}.
 *
 * <p>Nothing in a file is executed. Files of more than 256 MiB are refused, and so is whatever the
 * pickle reader of {@link TorchFile} refuses.
 */
public final class PickleFile {

  private static final int MAX_BYTES = 1 << 28;

  private PickleFile() {}

  /**
   * The value in the file, in the forms that {@link TorchFile#read} says.
   *
   * @throws TensorFileException if the file is not a whole pickle of plain values
   * @throws IOException if it cannot be read
   */
  public static Object read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(file));
    try {
      Object pickled = new PickleReader(bytes).read();
      if (bytes.hasRemaining()) {
        throw new PickleException(
            "end of the pickle: found " + bytes.remaining() + " more bytes, expected none");
      }
      return new PickledValues(PickleFile::refuse).plain(pickled);
    } catch (PickleException e) {
      throw new TensorFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES);
      if (in.read() >= 0) {
        throw new TensorFileException(
            file, "found more than " + MAX_BYTES + " bytes, expected at most as many");
      }
      return bytes;
    }
  }

  private static INDArray refuse(Pickled.View view) throws PickleException {
    throw new PickleException("value: found a tensor " + view + ", expected a plain value");
  }
}
