package org.mmt4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmt4j.io.Pickled.Opaque;
import org.mmt4j.io.Pickled.Storage;
import org.mmt4j.io.Pickled.View;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads tensors, which are views of storages. The bytes read and created are together at most
 * {@link #LARGEST_SHARE} times the size of the file, or of a file of 1 MiB if it is smaller, so
 * strides of 0, shared storages and compressed entries cannot exhaust memory.
 */
final class TorchTensors implements PickledValues.Tensors {

  private static final int LARGEST_SHARE = 8;
  private static final long SMALL_FILE = 1 << 20;

  /** Reads the bytes of a storage. */
  interface Storages {
    ByteBuffer read(Storage storage) throws PickleException, IOException;
  }

  private final Storages storages;
  private final long most;
  private long spent;
  private final List<INDArray> tensors = new ArrayList<>();
  private @Nullable Storage lastStorage;
  private ByteBuffer lastBytes = ByteBuffer.allocate(0);

  TorchTensors(Storages storages, long fileSize) {
    this.storages = storages;
    this.most = LARGEST_SHARE * Math.max(fileSize, SMALL_FILE);
  }

  @Override
  public INDArray read(View view) throws PickleException, IOException {
    spend(view.bytes());
    ByteBuffer elements =
        view.bytes() == 0 ? ByteBuffer.allocate(0) : rowMajor(view, bytes(view.storage()));
    INDArray tensor = view.type().read(elements, view.shape());
    tensors.add(tensor);
    return tensor;
  }

  /** Returns the name of the value in Python, such as {@code <torch float32>}. */
  @Override
  public Object other(Object pickled) {
    return pickled instanceof Opaque
        ? pickled.toString()
        : "<" + pickled.getClass().getSimpleName() + ">";
  }

  /**
   * Returns a pickled value with its tensors. If one of them cannot be read, frees those that were.
   *
   * @param skipped keys of the outermost dict whose entries are not read
   * @throws PickleException if the value is not supported
   */
  TorchContent content(Object value, Set<String> skipped) throws PickleException, IOException {
    if (value instanceof Map<?, ?> map) {
      map.keySet().removeAll(skipped);
    }
    try {
      return new TorchContent(new PickledValues(this).plain(value), tensors);
    } catch (PickleException | IOException | RuntimeException | Error e) {
      tensors.forEach(INDArray::close);
      throw e;
    }
  }

  /**
   * Returns the bytes of a storage. Caches the last one, because views of one storage are adjacent.
   */
  private ByteBuffer bytes(Storage storage) throws PickleException, IOException {
    if (!storage.equals(lastStorage)) {
      spend(storage.bytes());
      lastBytes = storages.read(storage);
      lastStorage = storage;
    }
    return lastBytes;
  }

  private void spend(long bytes) throws PickleException {
    spent += bytes;
    if (spent > most) {
      throw new PickleException(
          "tensors: found more bytes than expected, at most "
              + LARGEST_SHARE
              + " times the bytes of the file, or of 1 MiB");
    }
  }

  private static ByteBuffer rowMajor(View view, ByteBuffer storage) {
    int size = view.type().bytes();
    if (view.isRowMajor()) {
      return storage
          .slice((int) (view.offset() * size), (int) view.bytes())
          .order(ByteOrder.LITTLE_ENDIAN);
    }
    ByteBuffer gathered = ByteBuffer.allocate((int) view.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    gather(view, storage, size, 0, view.offset(), gathered);
    return gathered.flip();
  }

  private static void gather(
      View view, ByteBuffer storage, int size, int dimension, long offset, ByteBuffer target) {
    if (dimension == view.shape().length) {
      target.put(storage.slice((int) (offset * size), size));
      return;
    }
    for (long i = 0; i < view.shape()[dimension]; i++) {
      long element = offset + i * view.strides()[dimension];
      gather(view, storage, size, dimension + 1, element, target);
    }
  }
}
