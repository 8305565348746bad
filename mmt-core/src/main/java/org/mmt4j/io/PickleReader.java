package org.mmt4j.io;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmt4j.io.Pickled.Attributes;
import org.mmt4j.io.Pickled.Bytes;
import org.mmt4j.io.Pickled.Nothing;
import org.mmt4j.io.Pickled.NumpyType;
import org.mmt4j.io.Pickled.Tuple;

/**
 * Reads Python's pickle protocols 2 to 5, without the operations that no pickler writes in them.
 * Constructs only {@link PickleGlobal}s, limits the number of operations, and checks declared sizes
 * against the remaining bytes before it allocates.
 *
 * <p>Source: {@code pickletools} of the Python standard library.
 */
class PickleReader {

  /** Ten times the operations of a checkpoint of a thousand tensors. */
  private static final int MOST_OPERATIONS = 1_000_000;

  private static final int NEWEST_PROTOCOL = 5;
  private static final int LONGEST_NAME = 256;

  /** Far more than any number in a checkpoint has; the text of longer ones takes too much time. */
  private static final int LONGEST_INTEGER = 1024;

  private final ByteBuffer bytes;
  private final int mostOperations;
  private final Map<Integer, Object> memo = new HashMap<>();
  private final List<Object> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();

  /**
   * Reads from the position of {@code bytes}. After {@link #read} the position is after the pickle.
   */
  PickleReader(ByteBuffer bytes) {
    this(bytes, MOST_OPERATIONS);
  }

  PickleReader(ByteBuffer bytes, int mostOperations) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    this.mostOperations = mostOperations;
  }

  /** Reads the value of one pickle. Its lists and dicts are mutable. */
  Object read() throws PickleException {
    begin();
    for (int i = 0; i < mostOperations; i++) {
      int position = bytes.position();
      char operation = (char) u1();
      if (operation == '.') {
        return pop();
      }
      if (!atom(operation) && !container(operation) && !object(operation) && !more(operation)) {
        throw new PickleException(
            "byte %d: found pickle operation 0x%02x, which %s does not write"
                .formatted(position, (int) operation, writer()));
      }
    }
    throw new PickleException("pickle: expected at most " + mostOperations + " operations");
  }

  /** Returns the name of the program that writes such pickles, for messages. */
  String writer() {
    return "Python";
  }

  /** Reads the bytes before the first operation. */
  void begin() throws PickleException {
    int start = bytes.position();
    int protocol = u1() == 0x80 ? u1() : 0; // earlier protocols have no such byte
    if (protocol < 2 || protocol > NEWEST_PROTOCOL) {
      throw new PickleException(
          "byte " + start + ": expected a pickle of protocol 2 to " + NEWEST_PROTOCOL);
    }
  }

  /** Executes an operation of protocols 4 and 5; returns false if it is unknown. */
  boolean more(char operation) throws PickleException {
    switch (operation) {
      case '\u008b' -> push(integer(slice(4).getInt()));
      case '\u008c' -> push(text(u1()));
      case '\u008d' -> push(text(slice(8).getLong()));
      case 'C' -> push(new Bytes(slice(u1())));
      case 'B' -> push(new Bytes(slice(Integer.toUnsignedLong(slice(4).getInt()))));
      case '\u008e', '\u0096' -> push(new Bytes(slice(slice(8).getLong())));
      case '\u008f' -> push(new ArrayList<>()); // a set
      case '\u0090' -> append(popToMark());
      case '\u0091' -> push(new Tuple(popToMark())); // a frozen set
      case '\u0092' -> {
        pop(); // arguments with names
        construct();
      }
      case '\u0093' -> push(stackGlobal());
      case '\u0094' -> remember(memorySize());
      case '\u0095' -> slice(8); // the length of a frame, which is not needed
      default -> {
        return false;
      }
    }
    return true;
  }

  private Object stackGlobal() throws PickleException {
    if (pop() instanceof String name && pop() instanceof String module) {
      return global(module + " " + name);
    }
    throw new PickleException(before() + "expected names of a module and a class");
  }

  /** Returns the class or function with a name. */
  Object global(String qualifiedName) throws PickleException {
    return PickleGlobal.named(qualifiedName)
        .orElseThrow(
            () ->
                new PickleException(
                    "class: found " + qualifiedName + ", expected only plain values"));
  }

  /** Returns the result of calling a class or function. */
  Object constructed(Object global, List<Object> arguments) throws PickleException {
    if (global instanceof PickleGlobal constructor) {
      return constructor.construct(arguments);
    }
    throw new PickleException(before() + "expected a class and a tuple of arguments");
  }

  private boolean atom(char operation) throws PickleException {
    switch (operation) {
      case 'N' -> stack.add(Nothing.NONE);
      case '\u0088' -> stack.add(true);
      case '\u0089' -> stack.add(false);
      case 'K' -> stack.add((long) u1());
      case 'M' -> stack.add((long) Short.toUnsignedInt(slice(2).getShort()));
      case 'J' -> stack.add((long) slice(4).getInt());
      case '\u008a' -> stack.add(integer(u1()));
      case 'G' -> stack.add(slice(8).order(ByteOrder.BIG_ENDIAN).getDouble());
      case 'X' -> stack.add(text(Integer.toUnsignedLong(slice(4).getInt())));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(char operation) throws PickleException {
    switch (operation) {
      case '(' -> marks.push(stack.size());
      case '}' -> stack.add(new LinkedHashMap<>());
      case ']' -> stack.add(new ArrayList<>());
      case ')' -> stack.add(new Tuple(List.of()));
      case 't' -> stack.add(new Tuple(popToMark()));
      case '\u0085' -> stack.add(new Tuple(pop(1)));
      case '\u0086' -> stack.add(new Tuple(pop(2)));
      case '\u0087' -> stack.add(new Tuple(pop(3)));
      case 'a' -> append(pop(1));
      case 'e' -> append(popToMark());
      case 's' -> setItems(pop(2));
      case 'u' -> setItems(popToMark());
      case '0' -> pop();
      case '1' -> popToMark();
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean object(char operation) throws PickleException {
    switch (operation) {
      case 'c' -> push(global(line() + " " + line()));
      case 'R', '\u0081' -> construct();
      case 'b' -> setState(pop());
      case 'q' -> remember(u1());
      case 'r' -> remember(slice(4).getInt());
      case 'h' -> stack.add(remembered(u1()));
      case 'j' -> stack.add(remembered(slice(4).getInt()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void construct() throws PickleException {
    Object arguments = pop();
    Object global = pop();
    if (!(arguments instanceof Tuple tuple)) {
      throw new PickleException(before() + "expected a class and a tuple of arguments");
    }
    push(constructed(global, tuple.items()));
  }

  /** Sets the state of the value on the stack. Drops the attributes of a dict. */
  void setState(Object state) throws PickleException {
    if (top() instanceof NumpyType) {
      NumpyScalar.requireLittleEndian(state);
    } else if (!(state instanceof Map<?, ?> && top() instanceof Map<?, ?>)) {
      throw new PickleException(before() + "expected an object and a dict of its attributes");
    }
  }

  @SuppressWarnings("unchecked") // this class created the lists on the stack
  void append(List<Object> items) throws PickleException {
    Object target = top() instanceof Attributes object ? object.items() : top();
    if (!(target instanceof List<?> list)) {
      throw new PickleException(before() + "expected a list to append to");
    }
    ((List<Object>) list).addAll(items);
  }

  void setItems(List<Object> items) throws PickleException {
    setItems(top() instanceof Attributes object ? object.entries() : top(), items);
  }

  @SuppressWarnings("unchecked") // this class created the maps on the stack
  final void setItems(Object target, List<Object> items) throws PickleException {
    if (!(target instanceof Map<?, ?> map) || items.size() % 2 != 0) {
      throw new PickleException(before() + "expected a dict and pairs of key and value");
    }
    for (int i = 0; i < items.size(); i += 2) {
      Object key = items.get(i);
      if (isKept(key) && ((Map<Object, Object>) map).put(key, items.get(i + 1)) != null) {
        throw new PickleException(before() + "found duplicate key " + key);
      }
    }
  }

  /** Returns whether entries of a dict with this key are kept. */
  boolean isKept(Object key) throws PickleException {
    if (key instanceof String || key instanceof Long) {
      return true;
    }
    throw new PickleException(before() + "expected strings or integers as keys");
  }

  /** Pushes a value onto the stack. */
  void push(Object value) {
    stack.add(value);
  }

  /** Puts the top of the stack into the memo. */
  void remember(int index) throws PickleException {
    memo.put(index, top());
  }

  /** Returns the number of values in the memo. */
  int memorySize() {
    return memo.size();
  }

  Object remembered(int index) throws PickleException {
    Object value = memo.get(index);
    if (value == null) {
      throw new PickleException(
          before()
              + "found memo index "
              + Integer.toUnsignedString(index)
              + ", expected one of the "
              + memo.size()
              + " that were stored");
    }
    return value;
  }

  Object top() throws PickleException {
    if (stack.size() <= bottom()) {
      throw new PickleException(before() + "found too few values on the stack");
    }
    return stack.get(stack.size() - 1);
  }

  Object pop() throws PickleException {
    return pop(1).get(0);
  }

  private List<Object> pop(int count) throws PickleException {
    if (stack.size() - bottom() < count) {
      throw new PickleException(before() + "found too few values on the stack");
    }
    return removeFrom(stack.size() - count);
  }

  List<Object> popToMark() throws PickleException {
    if (marks.isEmpty()) {
      throw new PickleException(before() + "found no mark on the stack");
    }
    return removeFrom(marks.pop());
  }

  private List<Object> removeFrom(int from) {
    List<Object> tail = stack.subList(from, stack.size());
    List<Object> items = new ArrayList<>(tail);
    tail.clear();
    return items;
  }

  private int bottom() {
    return marks.isEmpty() ? 0 : marks.peek();
  }

  int u1() throws PickleException {
    return Byte.toUnsignedInt(slice(1).get());
  }

  /**
   * Reads an integer in little-endian two's complement: a Long, or a BigInteger if it is too large.
   */
  Object integer(int length) throws PickleException {
    if (length > LONGEST_INTEGER) {
      throw new PickleException(
          before() + "found an integer of " + length + " bytes, expected at most 1024");
    }
    ByteBuffer source = slice(length);
    byte[] bigEndian = new byte[length];
    for (int i = length - 1; i >= 0; i--) {
      bigEndian[i] = source.get();
    }
    BigInteger number = length == 0 ? BigInteger.ZERO : new BigInteger(bigEndian);
    if (number.bitLength() < Long.SIZE) {
      return number.longValue();
    }
    return number;
  }

  String text(long length) throws PickleException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(slice(length)).toString();
    } catch (CharacterCodingException e) {
      throw new PickleException(before() + "expected a string in UTF-8", e);
    }
  }

  private String line() throws PickleException {
    StringBuilder line = new StringBuilder();
    for (int c = u1(); c != '\n'; c = u1()) {
      if (line.length() == LONGEST_NAME) {
        throw new PickleException(before() + "expected a name of at most " + LONGEST_NAME);
      }
      line.append((char) c);
    }
    return line.toString();
  }

  /** Returns the bytes that are not read yet. */
  ByteBuffer rest() {
    return bytes.slice();
  }

  /** Returns the next bytes, little-endian, without a copy. */
  ByteBuffer slice(long length) throws PickleException {
    if (length < 0 || length > bytes.remaining()) {
      throw new PickleException(
          before() + "found " + bytes.remaining() + " bytes, expected " + length + " more");
    }
    ByteBuffer slice = bytes.slice(bytes.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + (int) length);
    return slice;
  }

  String before() {
    return "before byte " + bytes.position() + ": ";
  }
}
