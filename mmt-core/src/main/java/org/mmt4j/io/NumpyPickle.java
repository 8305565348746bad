package org.mmt4j.io;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mmt4j.io.NumpyValue.Items;
import org.mmt4j.io.NumpyValue.Missing;
import org.mmt4j.io.NumpyValue.Numbers;
import org.mmt4j.io.NumpyValue.Other;
import org.mmt4j.io.NumpyValue.Text;
import org.mmt4j.io.Pickled.Nothing;
import org.mmt4j.io.Pickled.Tuple;

/**
 * Reads pickles of NumPy arrays by name, the formats of the features of Collaborative Experts:
 *
 * <ul>
 *   <li>a dict of name to array, or to {@code None} or NaN for a missing array;
 *   <li>a table: an object of any class, or a dict, with a list of names and an array with a row
 *       for each. A dict of name to row replaces the list. A row of NaN is a missing array.
 * </ul>
 *
 * <p>Supports protocols 0 to 5, written by Python 2 or 3, and floating-point numbers, integers and
 * booleans in either byte order, row-major or column-major.
 *
 * <p>Nothing is executed: an object of another class than NumPy's arrays is read as its attributes.
 * Memory is bounded by the size of the file. The file stays memory-mapped as long as one of its
 * arrays is reachable.
 */
public final class NumpyPickle {

  /** Levels of lists in a value: a video, its captions, their words. */
  private static final int DEEPEST = 4;

  private final IdentityHashMap<Object, NumpyValue> lists = new IdentityHashMap<>();

  private NumpyPickle() {}

  /**
   * Reads a file. Values are copied only when they are read.
   *
   * @return the values by name, in the order of the file; empty if the pickle is something else,
   *     such as a list
   * @throws TensorFileException if the file is not a pickle, is damaged, or larger than 2 GiB
   * @throws IOException if it cannot be read
   */
  public static Map<String, NumpyValue> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new TensorFileException(
            file, "found " + channel.size() + " bytes, expected at most " + Integer.MAX_VALUE);
      }
      ByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, channel.size());
      Object value = new NumpyPickleReader(bytes).read();
      return new NumpyPickle().byName(value);
    } catch (PickleException e) {
      throw new TensorFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private Map<String, NumpyValue> byName(Object value) throws PickleException {
    if (value instanceof PickledObject object) {
      Map<Object, Object> content = object.content();
      Optional<Map<String, NumpyValue>> table = table(content);
      return table.isPresent() ? table.get() : entries(object.items());
    }
    if (value instanceof Map<?, ?> dict) {
      Optional<Map<String, NumpyValue>> table = table(dict);
      return table.isPresent() ? table.get() : entries(dict);
    }
    return ImmutableMap.of();
  }

  /** Returns the entries whose keys are names; integers are names, too. */
  private Map<String, NumpyValue> entries(Map<?, ?> dict) throws PickleException {
    Map<String, NumpyValue> entries = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : dict.entrySet()) {
      if (entry.getKey() instanceof String || entry.getKey() instanceof Long) {
        entries.put(entry.getKey().toString(), value(entry.getValue(), 0));
      }
    }
    return entries;
  }

  /** Returns the rows of a table; empty if the fields are not those of one. */
  private static Optional<Map<String, NumpyValue>> table(Map<?, ?> fields) throws PickleException {
    Map<String, Integer> rows = new LinkedHashMap<>();
    StoredArray matrix = null;
    for (Object field : fields.values()) {
      if (field instanceof PickledArray array) {
        if (array.value() instanceof Numbers found && found.array().shape().length >= 2) {
          if (matrix != null) {
            return Optional.empty();
          }
          matrix = found.array();
        }
      } else if (rows.isEmpty()) {
        rows = rows(field);
      }
    }
    return matrix == null || rows.isEmpty() || matrix.shape()[0] != rows.size()
        ? Optional.empty()
        : Optional.of(rows(rows, matrix));
  }

  /** Returns the number of each name in a list of names, or in a dict of name to number. */
  private static Map<String, Integer> rows(Object field) {
    Map<String, Integer> rows = new LinkedHashMap<>();
    List<?> names =
        field instanceof Tuple tuple
            ? tuple.items()
            : field instanceof List<?> list ? list : List.of();
    for (Object name : names) {
      if (!(name instanceof String text) || rows.put(text, rows.size()) != null) {
        return Map.of();
      }
    }
    Map<?, ?> numbers = field instanceof Map<?, ?> dict ? dict : Map.of();
    for (Map.Entry<?, ?> entry : numbers.entrySet()) {
      if (!(entry.getKey() instanceof String name)
          || !(entry.getValue() instanceof Long number)
          || number < 0
          || number >= numbers.size()) {
        return Map.of();
      }
      rows.put(name, number.intValue());
    }
    return rows;
  }

  private static Map<String, NumpyValue> rows(Map<String, Integer> rows, StoredArray matrix) {
    ImmutableMap.Builder<String, NumpyValue> byName = ImmutableMap.builder();
    rows.forEach(
        (name, number) -> {
          StoredArray row = matrix.row(number);
          byName.put(name, isNan(row) ? Missing.MISSING : new Numbers(row));
        });
    return byName.buildOrThrow();
  }

  private static boolean isNan(StoredArray row) {
    for (int i = 0; i < row.length(); i++) {
      if (!Double.isNaN(row.at(i))) {
        return false;
      }
    }
    return true;
  }

  private NumpyValue value(Object value, int depth) throws PickleException {
    if (value instanceof PickledArray array) {
      return array.value();
    }
    if (value == Nothing.NONE || (value instanceof Double number && number.isNaN())) {
      return Missing.MISSING;
    }
    if (value instanceof Double || value instanceof Long) {
      float[] scalar = {((Number) value).floatValue()};
      return new Numbers(StoredArray.of(new long[0], scalar));
    }
    if (value instanceof String text) {
      return new Text(text);
    }
    if (value instanceof Tuple tuple) {
      return items(tuple.items(), depth);
    }
    if (value instanceof List<?> list) {
      return items(list, depth);
    }
    return new Other(value instanceof Map<?, ?> ? "a dict" : described(value));
  }

  /** Converts a list once, however often the pickle refers to it. */
  private NumpyValue items(List<?> list, int depth) throws PickleException {
    NumpyValue known = lists.get(list);
    if (known != null) {
      return known;
    }
    lists.put(list, new Other("a list that contains itself"));
    NumpyValue converted = new Other("lists of more than " + DEEPEST + " levels");
    if (depth < DEEPEST) {
      List<NumpyValue> items = new ArrayList<>(list.size());
      for (Object item : list) {
        items.add(value(item, depth + 1));
      }
      converted = new Items(items);
    }
    lists.put(list, converted);
    return converted;
  }

  private static String described(Object value) {
    if (value instanceof PickledObject object) {
      return "an object of class " + object.className();
    }
    return value instanceof PickledObject.Global global
        ? "the class " + global.name()
        : "a " + value.getClass().getSimpleName();
  }
}
