package org.mmt4j.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;

/** Settings of the authors' code, with their path for messages. */
public record Settings(String path, Map<?, ?> values) {

  Object get(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw unexpected(name, "none", "a value");
    }
    return value;
  }

  public Settings nested(String name) {
    if (get(name) instanceof Map<?, ?> map) {
      return new Settings(path + "." + name, map);
    }
    throw unexpected(name, get(name), "settings");
  }

  double number(String name) {
    if (get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw unexpected(name, get(name), "a number");
  }

  public int integer(String name) {
    double number = number(name);
    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
      throw unexpected(name, number, "an integer");
    }
    return (int) number;
  }

  <E> E oneOf(String name, ImmutableMap<String, E> choices) {
    E choice = choices.get(String.valueOf(get(name)));
    if (choice == null) {
      throw unexpected(name, get(name), "one of " + choices.keySet());
    }
    return choice;
  }

  public List<?> list(String name) {
    if (get(name) instanceof List<?> list && !list.isEmpty()) {
      return ImmutableList.copyOf(list);
    }
    throw unexpected(name, get(name), "a list that is not empty");
  }

  /** Returns the settings that are the first element of a list. */
  public Settings first(String name) {
    Object first = list(name).get(0);
    if (first instanceof Map<?, ?> map) {
      return new Settings(path + "." + name + "[0]", map);
    }
    throw unexpected(name, first, "settings");
  }

  private IllegalArgumentException unexpected(String name, Object found, String expected) {
    return new IllegalArgumentException(
        path + "." + name + ": found " + found + ", expected " + expected);
  }
}
