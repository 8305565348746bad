package org.mmt4j.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The named arrays of a model, outside any graph: graphs for training and scoring, of any shape,
 * read the same arrays. Names are those of the reference's state dict.
 *
 * <p>Building a graph once declares its parameters; {@link #seal} then forbids new names, so that
 * every later graph finds exactly these. Initial values depend on the seed and the name only, not
 * on the order of declaration. Owns native memory: {@link #close} frees it.
 */
public final class Parameters implements AutoCloseable {

  /** What a parameter is for. */
  public enum Role {
    /** Has a gradient where a loss depends on it. */
    TRAINED,
    /**
     * In the reference's state dict, read by no computation: kept so that checkpoints go both ways.
     */
    UNUSED,
    /** Running statistics: no gradient; updated by training steps. */
    STATISTIC,
    /**
     * Whole numbers that PyTorch keeps beside parameters and files hold as int64: counters of
     * batches, ids of positions. Files of some versions lack them; their initial values do then.
     */
    WHOLE_NUMBERS
  }

  /** An array and what it is for. */
  public record Entry(INDArray array, Role role) {}

  private final DataType dataType;
  private final long seed;
  private final Optional<GivenValues> given;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private boolean sealed;
  private boolean closed;

  /**
   * No parameters yet.
   *
   * @param dataType FLOAT or DOUBLE
   * @param seed of the initial values
   * @throws IllegalStateException if ND4J has no backend that works: see {@link Backend#require}
   */
  public Parameters(DataType dataType, long seed) {
    this(dataType, seed, Optional.empty());
  }

  private Parameters(DataType dataType, long seed, Optional<GivenValues> given) {
    Backend.require();
    if (dataType != DataType.FLOAT && dataType != DataType.DOUBLE) {
      throw new IllegalArgumentException(
          "data type of parameters: found " + dataType + ", expected FLOAT or DOUBLE");
    }
    this.dataType = dataType;
    this.seed = seed;
    this.given = given;
  }

  /**
   * No parameters yet; {@link #declare} gives each the values that a file holds for it, cast to the
   * data type, and never allocates more than these. {@link #seal} requires that they fit.
   *
   * @param values by name, which these parameters own from now on: {@link #seal} or {@link #close}
   *     frees those that they do not keep
   */
  public static Parameters from(DataType dataType, ImmutableMap<String, INDArray> values) {
    return new Parameters(dataType, 0, Optional.of(new GivenValues(values)));
  }

  /** FLOAT or DOUBLE, the same for all. */
  public DataType dataType() {
    return dataType;
  }

  /**
   * The array of that name, created and initialised if this is its first declaration.
   *
   * @throws IllegalArgumentException if it exists with another shape
   * @throws IllegalStateException if it does not exist and the parameters are sealed; if closed
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
          "parameter " + name + ": not part of this model, which has " + entries.size());
    }
    INDArray array =
        given
            .filter(values -> role != Role.WHOLE_NUMBERS || values.has(name))
            .map(values -> values.take(name, dataType, shape))
            .orElseGet(() -> initialized(name, initializer, shape));
    entries.put(name, new Entry(array, role));
    return array;
  }

  private INDArray initialized(String name, Initializer initializer, long... shape) {
    INDArray array = Nd4j.createUninitialized(dataType, shape);
    initializer.fill(array, new SplittableRandom(31 * seed + name.hashCode()));
    return array;
  }

  /**
   * Forbids new names.
   *
   * @throws IllegalArgumentException if values from a file are missing, left over or of another
   *     shape; the message lists all
   */
  public void seal() {
    given.ifPresent(values -> values.requireAllFit(entries.keySet()));
    given.ifPresent(GivenValues::close);
    sealed = true;
  }

  /** Names in order of declaration. */
  public ImmutableList<String> names() {
    return ImmutableList.copyOf(entries.keySet());
  }

  /** Whether there is a parameter of that name. */
  public boolean contains(String name) {
    return entries.containsKey(name);
  }

  /**
   * The live array of that name: changes to it change the model.
   *
   * @throws IllegalArgumentException if there is none
   * @throws IllegalStateException if closed
   */
  public INDArray get(String name) {
    return entry(name).array();
  }

  /** What the parameter of that name is for. */
  public Role role(String name) {
    return entry(name).role();
  }

  /**
   * Overwrites the values of a parameter, cast to this data type.
   *
   * @throws IllegalArgumentException if there is none of that name, or its shape differs
   */
  public void assign(String name, INDArray values) {
    INDArray target = get(name);
    requireShape(name, values.shape(), target.shape());
    target.assign(values); // which casts
  }

  /** Number of values that are TRAINED or UNUSED: what the field calls the number of parameters. */
  public long count() {
    return entries.values().stream()
        .filter(entry -> entry.role() == Role.TRAINED || entry.role() == Role.UNUSED)
        .mapToLong(entry -> entry.array().length())
        .sum();
  }

  /** The same names with arrays of their own. */
  public Parameters copy() {
    requireOpen();
    Parameters copy = new Parameters(dataType, seed);
    entries.forEach(
        (name, entry) -> copy.entries.put(name, new Entry(entry.array().dup(), entry.role())));
    copy.sealed = sealed;
    return copy;
  }

  /** Frees all arrays; closing twice is harmless. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      entries.values().forEach(entry -> entry.array().close());
      given.ifPresent(GivenValues::close);
    }
  }

  private Entry entry(String name) {
    requireOpen();
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "parameter " + name + ": not part of this model, which has " + entries.size());
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
