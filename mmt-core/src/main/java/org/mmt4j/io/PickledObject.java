package org.mmt4j.io;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmt4j.io.Pickled.Tuple;

/**
 * An object of a class that the reader does not know: the name of the class, attributes and items,
 * without code. Nothing is executed, so a pickle may name any class.
 *
 * @param className name of the class, or of the function that would return the object
 */
record PickledObject(String className, Map<Object, Object> items, State state) {

  /** A class or function of which only the name is known. */
  record Global(String name) {

    @Override
    public String toString() {
      return "class " + name;
    }
  }

  /** The dicts of attributes, by reference: a pickle may set one dict many times. */
  static final class State {
    private List<Map<?, ?>> dicts = ImmutableList.of();
  }

  PickledObject(String className) {
    this(className, new LinkedHashMap<>(), new State());
  }

  /** Sets a state: a dict of attributes, or (dict or None, dict of slots). Drops other states. */
  void set(Object value) {
    List<?> parts = value instanceof Tuple tuple ? tuple.items() : ImmutableList.of(value);
    ImmutableList.Builder<Map<?, ?>> dicts = ImmutableList.builder();
    for (Object part : parts.subList(0, Math.min(2, parts.size()))) {
      if (part instanceof Map<?, ?> dict) {
        dicts.add(dict);
      }
    }
    state.dicts = dicts.build();
  }

  /** Returns attributes and items. */
  Map<Object, Object> content() {
    Map<Object, Object> content = new LinkedHashMap<>(items);
    state.dicts.forEach(content::putAll);
    return content;
  }
}
