package org.mmt4j.io;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.mmt4j.io.Pickled.Nothing;

/**
 * Reads a pickled dict of NumPy arrays, the format of the features of Collaborative Experts: name
 * to array, or to {@code None} or NaN for a missing array. Supports protocols 0 to 5, written by
 * Python 2 or 3, and float16, float32, float64, int32 and int64 in either byte order, row-major or
 * column-major.
 *
 * <p>Nothing is executed, only the classes of NumPy arrays are supported, and memory is bounded by
 * the size of the file. The file stays memory-mapped as long as one of its arrays is reachable.
 */
public final class NumpyPickle {

  private NumpyPickle() {}

  /**
   * Reads a file. Values are copied only when they are read.
   *
   * @return the arrays by name, in the order of the file; empty for {@code None} and NaN
   * @throws TensorFileException if the file is not such a pickle, or larger than 2 GiB
   * @throws IOException if it cannot be read
   */
  public static Map<String, Optional<StoredArray>> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new TensorFileException(
            file, "found " + channel.size() + " bytes, expected at most " + Integer.MAX_VALUE);
      }
      ByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, channel.size());
      Object value = new NumpyPickleReader(bytes).read();
      if (!(value instanceof Map<?, ?> map)) {
        throw new PickleException("pickle: expected a dict of arrays");
      }
      return arrays(map);
    } catch (PickleException e) {
      throw new TensorFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static ImmutableMap<String, Optional<StoredArray>> arrays(Map<?, ?> map)
      throws PickleException {
    ImmutableMap.Builder<String, Optional<StoredArray>> arrays = ImmutableMap.builder();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String name)) {
        throw new PickleException("key: found " + entry.getKey() + ", expected a string");
      }
      arrays.put(name, array(name, entry.getValue()));
    }
    return arrays.buildOrThrow();
  }

  private static Optional<StoredArray> array(String name, Object value) throws PickleException {
    if (value instanceof PickledArray array) {
      return Optional.of(array.value());
    }
    if (value == Nothing.NONE || (value instanceof Double number && number.isNaN())) {
      return Optional.empty();
    }
    throw new PickleException(
        name + ": found " + value.getClass().getSimpleName() + ", expected an array, None or NaN");
  }
}
