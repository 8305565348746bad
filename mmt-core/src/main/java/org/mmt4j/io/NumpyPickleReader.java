package org.mmt4j.io;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmt4j.io.NumpyValue.Numbers;
import org.mmt4j.io.Pickled.Bytes;
import org.mmt4j.io.Pickled.Tuple;

/**
 * Reads pickles of NumPy arrays: protocols 0 to 5, of Python 2 and 3, without out-of-band buffers.
 * Objects of other classes become {@link PickledObject}s. Strings of Python 2 are read as Latin-1,
 * as {@code pickle.load(file, encoding="latin1")} does.
 */
final class NumpyPickleReader extends PickleReader {

  /** Enough for 200 000 arrays. */
  private static final int MOST_OPERATIONS = 4_000_000;

  private static final int NEWEST_PROTOCOL = 5;

  /**
   * The number of bytes that may still be converted from strings: a pickle can convert one string
   * many times.
   */
  private long encodable;

  /** The number of numbers that may still be copied from arrays of objects, which may be shared. */
  private long copyable;

  NumpyPickleReader(ByteBuffer bytes) {
    super(bytes, MOST_OPERATIONS);
    encodable = bytes.remaining();
    copyable = bytes.remaining();
  }

  @Override
  String writer() {
    return "NumPy";
  }

  /** Protocols 0 and 1 do not state their number. */
  @Override
  void begin() throws PickleException {
    ByteBuffer rest = rest();
    if (rest.hasRemaining() && Byte.toUnsignedInt(rest.get(0)) == 0x80) {
      slice(1);
      int protocol = u1();
      if (protocol > NEWEST_PROTOCOL) {
        throw new PickleException(
            "protocol: found " + protocol + ", expected at most " + NEWEST_PROTOCOL);
      }
    }
  }

  @Override
  Object global(String qualifiedName) {
    return NumpyGlobal.named(qualifiedName)
        .<Object>map(known -> known)
        .orElseGet(() -> new PickledObject.Global(qualifiedName));
  }

  @Override
  boolean more(char operation) throws PickleException {
    return firstProtocols(operation) || super.more(operation);
  }

  private boolean firstProtocols(char operation) throws PickleException {
    switch (operation) {
      case 'I', 'L' -> push(number(line()));
      case 'F' -> push(real(line()));
      case 'V' -> push(PickleText.unicode(line()));
      case 'S' -> push(PickleText.quoted(line()));
      case 'U' -> push(latin1(slice(u1())));
      case 'T' -> push(latin1(slice(slice(4).getInt())));
      case 'p' -> remember(index(line()));
      case 'g' -> push(remembered(index(line())));
      case '2' -> push(top());
      case 'i' -> {
        Object global = global(line() + " " + line());
        push(constructed(global, popToMark()));
      }
      case 'o' -> {
        List<Object> classAndArguments = popToMark();
        if (classAndArguments.isEmpty()) {
          throw new PickleException(before() + "expected a class and arguments");
        }
        push(
            constructed(
                classAndArguments.get(0), classAndArguments.subList(1, classAndArguments.size())));
      }
      case 'l' -> push(new ArrayList<>(popToMark()));
      case 'd' -> {
        List<Object> items = popToMark();
        push(new LinkedHashMap<>());
        setItems(items);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  Object constructed(Object global, List<Object> arguments) throws PickleException {
    if (global instanceof PickledObject.Global other) {
      return new PickledObject(other.name());
    }
    if (!(global instanceof NumpyGlobal known)) {
      throw new PickleException(before() + "expected a class and a tuple of arguments");
    }
    return switch (known) {
      case DTYPE -> PickledArray.Type.of(arguments);
      case RECONSTRUCT -> {
        require(arguments.size() == 3 && arguments.get(0) == NumpyGlobal.NDARRAY, known);
        yield new PickledArray();
      }
      case FROM_BUFFER -> {
        require(arguments.size() == 4, known);
        PickledArray array = new PickledArray();
        boolean columnMajor = arguments.get(3).equals("F");
        array.set(bytes(arguments.get(0)), arguments.get(1), arguments.get(2), columnMajor);
        yield array;
      }
      case ENCODE -> {
        require(arguments.size() == 2 && "latin1".equals(arguments.get(1)), known);
        yield new Bytes(bytes(arguments.get(0)));
      }
      case BYTES -> {
        require(arguments.isEmpty(), known);
        yield new Bytes(ByteBuffer.allocate(0));
      }
      case SCALAR -> scalar(arguments);
      case DICT -> new LinkedHashMap<>();
      case NDARRAY ->
          throw new PickleException(before() + "found a call of ndarray, expected _reconstruct");
    };
  }

  /** Returns a Long or a Double, or a value that is not a number as an object. */
  private Object scalar(List<Object> arguments) throws PickleException {
    require(
        arguments.size() == 2 && arguments.get(0) instanceof PickledArray.Type, NumpyGlobal.SCALAR);
    PickledArray.Type type = (PickledArray.Type) arguments.get(0);
    if (type.element().isEmpty()) {
      return new PickledObject("numpy scalar");
    }
    PickledArray array = new PickledArray();
    array.set(bytes(arguments.get(1)), type, new Tuple(List.of()), false);
    if (!(array.value() instanceof Numbers number)) {
      return array;
    }
    if (type.isInteger()) {
      return type.integer(bytes(arguments.get(1)));
    }
    return number.array().at(0);
  }

  /**
   * Sets items of a dict, or of an object that extends it. Keys that are neither strings nor
   * integers are replaced: their dict holds no features.
   */
  @Override
  void setItems(List<Object> items) throws PickleException {
    for (int i = 0; i < items.size() - 1; i += 2) {
      Object key = items.get(i);
      if (key instanceof Bytes bytes) {
        items.set(i, latin1(bytes.buffer().duplicate()));
      } else if (!(key instanceof String || key instanceof Long)) {
        items.set(i, new UnknownKey());
      }
    }
    Object target = top();
    setItems(target instanceof PickledObject object ? object.items() : target, items);
  }

  /** Equals only itself. */
  private static final class UnknownKey {}

  @Override
  boolean isKept(Object key) throws PickleException {
    return key instanceof UnknownKey || super.isKept(key);
  }

  /** Appends to a list or a set. Drops the items of an object that extends list. */
  @Override
  void append(List<Object> items) throws PickleException {
    if (!(top() instanceof PickledObject)) {
      super.append(items);
    }
  }

  /** Sets the state of an array: (version, shape, dtype, whether it is column-major, bytes). */
  @Override
  void setState(Object state) throws PickleException {
    Object target = top();
    if (target instanceof PickledObject object) {
      object.set(state);
    } else if (target instanceof Map<?, ?>) {
      return; // the attributes of a dict
    } else if (target instanceof PickledArray.Type type && state instanceof Tuple tuple) {
      type.setState(tuple);
    } else if (target instanceof PickledArray array
        && state instanceof Tuple tuple
        && tuple.items().size() == 5) {
      List<Object> items = tuple.items();
      boolean columnMajor = items.get(3).equals(true) || items.get(3).equals(1L);
      if (items.get(2) instanceof PickledArray.Type type && type.isObject()) {
        List<?> objects = items.get(4) instanceof List<?> list ? list : List.of();
        copyable -= array.setObjects(objects, items.get(1), copyable);
        return;
      }
      array.set(bytes(items.get(4)), items.get(2), items.get(1), columnMajor);
    } else {
      throw new PickleException(before() + "expected the state of an array or a dtype");
    }
  }

  /** Returns bytes, or the bytes of a string whose characters are bytes. */
  private ByteBuffer bytes(Object value) throws PickleException {
    if (value instanceof Bytes bytes) {
      return bytes.buffer();
    }
    if (!(value instanceof String text) || text.chars().anyMatch(c -> c > 0xff)) {
      throw new PickleException(before() + "expected bytes");
    }
    encodable -= text.length();
    if (encodable < 0) {
      throw new PickleException(before() + "expected fewer bytes in strings than in the file");
    }
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void require(boolean holds, NumpyGlobal global) throws PickleException {
    if (!holds) {
      throw new PickleException(before() + "found unknown arguments of " + global);
    }
  }

  /** Reads up to the end of the line and skips the line feed. */
  private String line() throws PickleException {
    ByteBuffer rest = rest();
    int length = 0;
    while (length < rest.limit() && rest.get(length) != '\n') {
      length++;
    }
    String line = latin1(slice(length));
    slice(1);
    return line;
  }

  private static String latin1(ByteBuffer bytes) {
    return StandardCharsets.ISO_8859_1.decode(bytes).toString();
  }

  private Object number(String line) throws PickleException {
    return switch (line) {
      case "00" -> false;
      case "01" -> true;
      default -> parseLong(line.endsWith("L") ? line.substring(0, line.length() - 1) : line);
    };
  }

  private int index(String line) throws PickleException {
    long index = parseLong(line);
    if (index < 0 || index > Integer.MAX_VALUE) {
      throw new PickleException(before() + "expected a memo index");
    }
    return (int) index;
  }

  private long parseLong(String digits) throws PickleException {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new PickleException(before() + "expected an integer", e);
    }
  }

  private double real(String line) throws PickleException {
    try {
      return line.equals("nan") ? Double.NaN : Double.parseDouble(line);
    } catch (NumberFormatException e) {
      throw new PickleException(before() + "expected a number", e);
    }
  }
}
