package org.mmt4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads files of Python's {@code pickle.dump} in protocols 0 to 5 with plain values: dicts, lists,
 * tuples, strings, numbers, booleans and {@code None}.
 *
 * <p>Nothing in a file is executed. Rejects files of more than 256 MiB, and everything that {@link
 * NumpyPickle} rejects.
 */
public final class PickleFile {

  private static final int MAX_BYTES = 1 << 28;

  private PickleFile() {}

  /**
   * Reads the value in the file, with the types of {@link TorchFile#read}.
   *
   * @throws TensorFileException if the file is not one complete pickle of plain values
   * @throws IOException if it cannot be read
   */
  public static Object read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(file));
    try {
      Object pickled = new NumpyPickleReader(bytes).read();
      if (bytes.hasRemaining()) {
        throw new PickleException(
            "end of the pickle: found " + bytes.remaining() + " more bytes, expected none");
      }
      return new PickledValues(PickleFile::rejectTensor).plain(pickled);
    } catch (PickleException e) {
      throw new TensorFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES);
      if (in.read() >= 0) {
        throw new TensorFileException(
            file, "found more than " + MAX_BYTES + " bytes, expected at most that many");
      }
      return bytes;
    }
  }

  private static INDArray rejectTensor(Pickled.View view) throws PickleException {
    throw new PickleException("value: found a tensor " + view + ", expected a plain value");
  }
}
