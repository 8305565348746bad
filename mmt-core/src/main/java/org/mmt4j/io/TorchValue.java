package org.mmt4j.io;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A value in a PyTorch file, with its path in the file for messages. */
record TorchValue(Path file, String path, Object value) {

  /** Names of trainers for the state dict of the model. */
  private static final ImmutableList<String> STATE_DICTS =
      ImmutableList.of("state_dict", "model_state_dict", "model_state", "model");

  /** What modules save beside their tensors. */
  private static final String EXTRA_STATE = "_extra_state";

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

  /** Returns a number of a dict, also of a tensor of one element; the default if it has none. */
  double number(String key, double missing) throws TensorFileException {
    TorchValue entry = has(key) ? get(key) : new TorchValue(file, path + "." + key, missing);
    if (entry.value() instanceof INDArray tensor && tensor.length() == 1) {
      return tensor.getDouble(0);
    }
    return entry.has(Optional.class) ? missing : entry.as(Number.class).doubleValue();
  }

  /**
   * Returns the tensors of a state dict without the names of wrappers: of this dict, of the dict in
   * it that trainers save under one of {@link #STATE_DICTS}, or of this module.
   */
  ImmutableMap<String, INDArray> stateDict() throws TensorFileException {
    for (String key : STATE_DICTS) {
      if (has(key) && get(key).value() instanceof Map<?, ?>) {
        return get(key).stateDict();
      }
    }
    try {
      return ImmutableMap.copyOf(
          StateDict.unwrapped(has("_parameters") ? ofModule("") : tensors()));
    } catch (IllegalArgumentException e) {
      throw new TensorFileException(file, path + ": " + e.getMessage(), e);
    }
  }

  /** Returns the tensors of a module that was saved whole, with the names of its state dict. */
  private Map<String, INDArray> ofModule(String prefix) throws TensorFileException {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    for (String kind : List.of("_parameters", "_buffers")) {
      for (Map.Entry<String, Object> entry : get(kind).map().entrySet()) {
        if (entry.getValue() instanceof INDArray tensor) { // not None
          tensors.put(prefix + entry.getKey(), tensor);
        }
      }
    }
    for (String name : get("_modules").map().keySet()) {
      TorchValue module = get("_modules").get(name);
      if (module.has("_parameters")) {
        tensors.putAll(module.ofModule(prefix + name + "."));
      }
    }
    return tensors;
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
      String key = (String) entry.getKey();
      if (!key.endsWith(EXTRA_STATE)) {
        map.put(key, new TorchValue(file, path + "." + key, entry.getValue()).as(type));
      }
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
