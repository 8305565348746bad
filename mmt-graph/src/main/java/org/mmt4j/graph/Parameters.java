package org.mmt4j.graph;

import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.mmt4j.graph.device.Device;
import org.mmt4j.graph.memory.Twins;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The named arrays of a model, outside any graph: graphs for training and scoring, of any shape,
 * read the same arrays. The names are those of the reference's state dict.
 *
 * <p>The first graph declares its parameters; {@link #seal} then rejects new names, so that later
 * graphs use exactly these. Initial values depend only on the seed and the name, not on the order
 * of declaration. Owns native memory, outside the caller's workspaces: {@link #close} frees it.
 */
public final class Parameters implements AutoCloseable {

  /** The purpose of a parameter. */
  public enum Role {
    /** Trained: has a gradient if the loss depends on it. */
    TRAINED,
    /**
     * Part of the reference's state dict, but not used by any computation. Kept so that checkpoints
     * can be exchanged with the reference in both directions.
     */
    UNUSED,
    /** Running statistics: updated by training steps, without a gradient. */
    STATISTIC,
    /**
     * Integers that PyTorch keeps with the parameters and files store as int64: batch counters,
     * position ids. Files of some versions lack them; the initial values are then used.
     */
    INTEGER
  }

  /** An array and its purpose. */
  public record Entry(INDArray array, Role role) {}

  private final DataType dataType;
  private final long seed;
  private final Device device;
  private final Optional<GivenValues> given;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private boolean sealed;
  private boolean closed;

  /**
   * Creates an empty set of parameters.
   *
   * @param dataType FLOAT or DOUBLE
   * @param seed the seed of the initial values
   * @throws IllegalStateException if ND4J has no working backend, see {@link Backend#require}
   */
  public Parameters(DataType dataType, long seed) {
    this(dataType, seed, Device.standard());
  }

  /**
   * As {@link #Parameters(DataType, long)}.
   *
   * @param device runs the graphs over the parameters
   */
  public Parameters(DataType dataType, long seed, Device device) {
    this(dataType, seed, device, Optional.empty());
  }

  private Parameters(DataType dataType, long seed, Device device, Optional<GivenValues> given) {
    Backend.require();
    if (dataType != DataType.FLOAT && dataType != DataType.DOUBLE) {
      throw new IllegalArgumentException(
          "data type of parameters: found " + dataType + ", expected FLOAT or DOUBLE");
    }
    this.dataType = dataType;
    this.seed = seed;
    this.device = device;
    this.given = given;
  }

  /**
   * Creates an empty set of parameters whose values come from a file. {@link #declare} uses the
   * values of the file, cast to the data type, and never allocates more than them. {@link #seal}
   * checks that all values fit.
   *
   * @param values the arrays by name; the parameters own them from now on, and {@link #seal} or
   *     {@link #close} frees those that are not kept
   * @param device runs the graphs over the parameters
   * @throws IllegalArgumentException if the data type is neither FLOAT nor DOUBLE; the values are
   *     then freed
   */
  public static Parameters from(DataType dataType, Map<String, INDArray> values, Device device) {
    GivenValues given = new GivenValues(ImmutableMap.copyOf(values));
    try {
      return new Parameters(dataType, 0, device, Optional.of(given));
    } catch (RuntimeException | Error e) {
      given.close();
      throw e;
    }
  }

  /** As {@link #from(DataType, Map, Device)}, for {@link Device#standard}. */
  public static Parameters from(DataType dataType, Map<String, INDArray> values) {
    return from(dataType, values, Device.standard());
  }

  /** Returns the data type of all parameters: FLOAT or DOUBLE. */
  public DataType dataType() {
    return dataType;
  }

  /**
   * Returns the array of a name. The first declaration creates and initialises it.
   *
   * @throws IllegalArgumentException if the parameter exists with a different shape
   * @throws IllegalStateException if the parameter does not exist and the parameters are sealed, or
   *     if they are closed
   */
  public INDArray declare(String name, Role role, Initializer initializer, long... shape) {
    requireOpen();
    Entry existing = entries.get(name);
    if (existing != null) {
      requireShape(name, existing.array().shape(), shape);
      return existing.array();
    }
    if (sealed) {
      throw new IllegalStateException(
          "parameter "
              + name
              + ": not part of this model, which has %d parameters".formatted(entries.size()));
    }
    INDArray array =
        Workspaces.outside(
            () ->
                given
                    .filter(values -> role != Role.INTEGER || values.has(name))
                    .map(values -> values.take(name, dataType, shape))
                    .orElseGet(() -> initialized(name, initializer, shape)));
    entries.put(name, new Entry(array, role));
    return array;
  }

  private INDArray initialized(String name, Initializer initializer, long... shape) {
    INDArray array = Nd4j.createUninitialized(dataType, shape);
    try {
      initializer.fill(array, new SplittableRandom(seedOf(name)));
      return array;
    } catch (RuntimeException | Error e) {
      array.close();
      throw e;
    }
  }

  /** Not the name's hash code: the names "Aa" and "BB", for example, have the same. */
  private long seedOf(String name) {
    return Hashing.sha256()
        .newHasher()
        .putLong(seed)
        .putString(name, StandardCharsets.UTF_8)
        .hash()
        .asLong();
  }

  /**
   * Rejects new names from now on.
   *
   * @throws IllegalArgumentException if values from a file are missing, unexpected or have a
   *     different shape; the message lists all problems
   */
  public void seal() {
    given.ifPresent(values -> values.requireAllFit(entries.keySet()));
    given.ifPresent(GivenValues::close);
    sealed = true;
  }

  /** Returns the names in order of declaration. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** Returns whether a parameter of this name exists. */
  public boolean contains(String name) {
    return entries.containsKey(name);
  }

  /**
   * Returns the live array of a name: changes to it change the model. If graphs run on another
   * device than the CPU, the array has the values of this moment, and the device takes changes that
   * are made before its next run: later, call this method again.
   *
   * @throws IllegalArgumentException if no parameter has this name
   * @throws IllegalStateException if closed
   */
  public INDArray get(String name) {
    INDArray array = Twins.download(entry(name).array());
    Twins.changed(array);
    return array;
  }

  /** Returns the array of a name for steps of a device: its values may not be current. */
  public INDArray handle(String name) {
    return entry(name).array();
  }

  /** Returns the purpose of a parameter. */
  public Role role(String name) {
    return entry(name).role();
  }

  /**
   * Overwrites the values of a parameter and casts them to the data type.
   *
   * @throws IllegalArgumentException if no parameter has this name, or its shape differs
   */
  public void assign(String name, INDArray values) {
    INDArray target = get(name);
    requireShape(name, values.shape(), target.shape());
    target.assign(values); // casts
  }

  /** Returns the number of parameters in the usual sense: values that are TRAINED or UNUSED. */
  public long count() {
    return entries.values().stream()
        .filter(entry -> entry.role() == Role.TRAINED || entry.role() == Role.UNUSED)
        .mapToLong(entry -> entry.array().length())
        .sum();
  }

  /** Returns the device that runs the graphs over the parameters. */
  public Device device() {
    return device;
  }

  /** Returns a deep copy for the same device. */
  public Parameters copy() {
    return copy(device);
  }

  /** Returns a deep copy for graphs on another device. */
  public Parameters copy(Device other) {
    requireOpen();
    Parameters copy = new Parameters(dataType, seed, other);
    try {
      entries.forEach((name, entry) -> copy.entries.put(name, copyOf(entry)));
    } catch (RuntimeException | Error e) {
      copy.close();
      throw e;
    }
    copy.sealed = sealed;
    return copy;
  }

  private static Entry copyOf(Entry entry) {
    return new Entry(Workspaces.outside(() -> Twins.download(entry.array()).dup()), entry.role());
  }

  /** Frees all arrays. Does nothing if already closed. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      entries.values().forEach(entry -> Twins.close(entry.array()));
      given.ifPresent(GivenValues::close);
    }
  }

  private Entry entry(String name) {
    requireOpen();
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "parameter "
              + name
              + ": not part of this model, which has %d parameters".formatted(entries.size()));
    }
    return entry;
  }

  void requireOpen() {
    if (closed) {
      throw new ClosedException("parameters");
    }
  }

  private static void requireShape(String name, long[] found, long[] expected) {
    if (!Arrays.equals(found, expected)) {
      throw new IllegalArgumentException(
          "parameter "
              + name
              + ": found shape "
              + Arrays.toString(found)
              + ", expected "
              + Arrays.toString(expected));
    }
  }
}
