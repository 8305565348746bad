package org.mmt4j.io;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmt4j.io.Pickled.Storage;

/**
 * The container before PyTorch 1.6: five pickles (magic number, protocol version, sizes of types,
 * the value, keys of the storages), then each storage in the order of the keys: the number of
 * elements in 8 bytes, little-endian, and the elements.
 */
final class TorchLegacy {

  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;
  private static final long LONGEST_PICKLES = 1 << 24;

  private TorchLegacy() {}

  static TorchContent read(FileChannel channel, Set<String> skipped)
      throws PickleException, IOException {
    long size = channel.size();
    ByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, Math.min(size, LONGEST_PICKLES));
    require("magic number of torch.save", new TorchPickleReader(bytes).read(), MAGIC);
    require("protocol version", new TorchPickleReader(bytes).read(), PROTOCOL);
    if (!(new TorchPickleReader(bytes).read() instanceof Map<?, ?> system)) {
      throw new PickleException("third pickle: expected a dict of the system's properties");
    }
    require("little_endian", String.valueOf(system.get("little_endian")), "true");
    TorchPickleReader reader = new TorchPickleReader(bytes);
    Object value = reader.read();
    Object keys = new TorchPickleReader(bytes).read();
    Map<String, Long> offsets = offsets(channel, bytes.position(), keys, reader.storages());
    TorchTensors tensors =
        new TorchTensors(
            storage -> channel.map(MapMode.READ_ONLY, offset(offsets, storage), storage.bytes()),
            size);
    return tensors.content(value, skipped);
  }

  private static long offset(Map<String, Long> offsets, Storage storage) throws PickleException {
    Long offset = offsets.get(storage.key());
    if (offset == null) {
      throw new PickleException("storage " + storage.key() + ": found no data in the file");
    }
    return offset;
  }

  private static Map<String, Long> offsets(
      FileChannel channel, long start, Object keys, Map<String, Storage> storages)
      throws PickleException, IOException {
    if (!(keys instanceof List<?> list) || list.size() != storages.size()) {
      throw new PickleException("fifth pickle: expected " + storages.size() + " keys of storages");
    }
    Map<String, Long> offsets = new HashMap<>();
    long offset = start;
    for (Object key : list) {
      Storage storage = key instanceof String name ? storages.get(name) : null;
      if (storage == null || offsets.containsKey(storage.key())) {
        throw new PickleException("fifth pickle: expected each key of the fourth once");
      }
      offset += Long.BYTES;
      requireInside(channel, storage, offset + storage.bytes());
      require("storage " + key + ", elements", count(channel, offset), storage.count());
      offsets.put(storage.key(), offset);
      offset += storage.bytes();
    }
    require("bytes of the file", channel.size(), offset);
    return offsets;
  }

  private static void requireInside(FileChannel channel, Storage storage, long end)
      throws PickleException, IOException {
    if (end > channel.size()) {
      throw new PickleException(
          "storage "
              + storage.key()
              + ": found the end of the file at "
              + channel.size()
              + ", expected "
              + end
              + " or more");
    }
  }

  private static long count(FileChannel channel, long end) throws PickleException, IOException {
    ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long start = end - Long.BYTES;
    while (count.hasRemaining()) {
      if (channel.read(count, start + count.position()) < 0) {
        throw new PickleException("the file ends too early");
      }
    }
    return count.getLong(0);
  }

  private static void require(String thing, Object found, Object expected) throws PickleException {
    if (!expected.equals(found)) {
      String shown =
          found instanceof Number || found instanceof String ? "" + found : "a different type";
      throw new PickleException(thing + ": found " + shown + ", expected " + expected);
    }
  }
}
