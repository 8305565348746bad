package org.mmt4j.io;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mmt4j.io.Pickled.Attributes;
import org.mmt4j.io.Pickled.NumpyType;
import org.mmt4j.io.Pickled.Opaque;
import org.mmt4j.io.Pickled.Storage;
import org.mmt4j.io.Pickled.Tuple;

/**
 * Reads the pickles of {@code torch.save}. An object of an unknown class is read as its attributes
 * and entries, a call of an unknown function as an object without any, so that they are no obstacle
 * to the tensors beside them.
 */
final class TorchPickleReader extends PickleReader {

  /** {@code pathlib.PosixPath}, and {@code pathlib._local.WindowsPath} of Python 3.13. */
  private static final Pattern PATH = Pattern.compile("pathlib(\\._local)? (Pure)?\\w*Path");

  private final Map<String, Storage> storages = new LinkedHashMap<>();

  TorchPickleReader(ByteBuffer bytes) {
    super(bytes);
  }

  /** Returns the storages that the pickle named, by key. */
  Map<String, Storage> storages() {
    return storages;
  }

  @Override
  String writer() {
    return "torch.save";
  }

  @Override
  Object global(String qualifiedName) {
    Optional<Object> known = PickleGlobal.named(qualifiedName).map(global -> global);
    return known.orElseGet(() -> new Opaque(qualifiedName));
  }

  @Override
  Object constructed(Object global, List<Object> arguments) throws PickleException {
    if (global instanceof PickleGlobal known) {
      return known.construct(arguments);
    }
    if (global instanceof Opaque type && PATH.matcher(type.name()).matches()) {
      return new Tuple(arguments); // its parts
    }
    return new Attributes();
  }

  /** Entries with other keys, such as tuples, are dropped: no value that is used has them. */
  @Override
  boolean isKept(Object key) {
    return key instanceof String || key instanceof Number || key instanceof Boolean;
  }

  @Override
  boolean more(char operation) throws PickleException {
    if (operation == 'Q') {
      push(persistent(pop()));
      return true;
    }
    return super.more(operation);
  }

  /**
   * Sets the attributes of an object: a dict, or a dict and a second one of slots. Those of a dict
   * ({@code _metadata} of a state dict) and of values without attributes are dropped.
   */
  @Override
  void setState(Object state) throws PickleException {
    Object target = top();
    if (target instanceof NumpyType) {
      NumpyScalar.requireLittleEndian(state);
    } else if (target instanceof Attributes object) {
      Object attributes =
          state instanceof Tuple tuple && !tuple.items().isEmpty() ? tuple.items().get(0) : state;
      if (attributes instanceof Map<?, ?> byName) {
        object.set(byName);
      }
    }
  }

  /**
   * Returns the value of a persistent id: of ("storage", type, key, device, number of elements[,
   * None]) the storage, of ("module", class, file, source) the class.
   */
  private Object persistent(Object id) throws PickleException {
    if (id instanceof Tuple tuple && tuple.items().size() >= 2) {
      List<Object> items = tuple.items();
      if (items.get(0).equals("module")) {
        return items.get(1);
      }
      if (items.get(0).equals("storage")
          && (items.size() == 5 || (items.size() == 6 && items.get(5) == Pickled.Nothing.NONE))
          && items.get(1) instanceof Opaque type
          && items.get(2) instanceof String key
          && items.get(4) instanceof Long count) {
        return storage(type, key, count);
      }
    }
    throw new PickleException(
        before() + "persistent id: expected ('storage', type, key, device, number of elements)");
  }

  private Storage storage(Opaque name, String key, long count) throws PickleException {
    StorageType type =
        StorageType.named(name.name())
            .orElseThrow(
                () ->
                    new PickleException(
                        "storage " + key + ": found type " + name.name() + ", expected a storage"));
    long most = Integer.MAX_VALUE / type.bytes();
    if (count < 0 || count > most) {
      throw new PickleException(
          "storage " + key + ": found " + count + " elements, expected 0 to " + most);
    }
    Storage storage = new Storage(type, key, count);
    Storage known = storages.putIfAbsent(key, storage);
    if (known != null && !known.equals(storage)) {
      throw new PickleException("storage: found " + storage + ", expected " + known);
    }
    return storage;
  }
}
