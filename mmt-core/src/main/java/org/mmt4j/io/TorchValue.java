package org.mmt4j.io;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A value in a PyTorch file, with its path in the file for messages. */
record TorchValue(Path file, String path, Object value) {

  private static final ImmutableMap<Class<?>, String> TYPES =
      ImmutableMap.of(
          INDArray.class, "a tensor",
          Long.class, "an integer",
          Number.class, "a number",
          String.class, "a string",
          Map.class, "a dict",
          List.class, "a list");

  /** Returns whether this is a dict with the key. */
  boolean has(Object key) {
    return value instanceof Map<?, ?> map && map.containsKey(key);
  }

  boolean has(Class<?> type) {
    return type.isInstance(value);
  }

  TorchValue get(Object key) throws TensorFileException {
    Object entry = as(Map.class).get(key);
    if (entry == null) {
      throw new TensorFileException(file, path + ": found no key " + key);
    }
    return new TorchValue(file, path + "." + key, entry);
  }

  <T> T as(Class<T> type) throws TensorFileException {
    require(type.isInstance(value), TYPES.getOrDefault(type, "a different type"));
    return type.cast(value);
  }

  ImmutableList<TorchValue> items() throws TensorFileException {
    ImmutableList.Builder<TorchValue> items = ImmutableList.builder();
    List<?> list = as(List.class);
    for (int i = 0; i < list.size(); i++) {
      items.add(new TorchValue(file, path + "[" + i + "]", list.get(i)));
    }
    return items.build();
  }

  /** Returns the entries of a dict with string keys. */
  ImmutableMap<String, Object> map() throws TensorFileException {
    return map(Object.class);
  }

  /** Returns the tensors of a dict with string keys. */
  ImmutableMap<String, INDArray> tensors() throws TensorFileException {
    return map(INDArray.class);
  }

  private <T> ImmutableMap<String, T> map(Class<T> type) throws TensorFileException {
    ImmutableMap.Builder<String, T> map = ImmutableMap.builder();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) as(Map.class)).entrySet()) {
      require(entry.getKey() instanceof String, "strings as keys");
      TorchValue item = new TorchValue(file, path + "." + entry.getKey(), entry.getValue());
      map.put((String) entry.getKey(), item.as(type));
    }
    return map.buildOrThrow();
  }

  void require(boolean holds, String expected) throws TensorFileException {
    if (!holds) {
      throw new TensorFileException(
          file, path + ": found " + described() + ", expected " + expected);
    }
  }

  /** Describes the value in Python's terms. */
  private String described() {
    if (value instanceof Map<?, ?> map) {
      return "a dict of " + map.size();
    }
    if (value instanceof List<?> list) {
      return "a list of " + list.size();
    }
    if (value instanceof INDArray tensor) {
      return "a tensor of shape " + Arrays.toString(tensor.shape());
    }
    return value instanceof Optional<?> ? "None" : Ascii.truncate(value.toString(), 60, "...");
  }
}
