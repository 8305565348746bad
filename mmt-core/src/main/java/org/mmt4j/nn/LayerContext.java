package org.mmt4j.nn;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.mmt4j.graph.Initializer;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Parameters.Role;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The context of a layer: the graph it adds operations to, the parameters and the scope of their
 * names, and whether the graph trains or scores.
 *
 * <p>To use layers in your own graph, create {@link Parameters} and a context for the graph, call
 * the layers, and run the graph. The parameters are variables of the graph that share the arrays of
 * the {@code Parameters}. Two features need extra code. {@link #rows Looked-up rows} are
 * placeholders: before a run, fill each with the rows of its table; after a run, add the gradient
 * to these rows (the gradient of SameDiff's {@code gather} is wrong). {@link #statistics Running
 * statistics} change only if you assign each variable to its parameter after a training run.
 */
public final class LayerContext {

  /**
   * Rows of a parameter that the caller copies into a placeholder before a run.
   *
   * @param table the name of the parameter, (entries, dimension)
   * @param ids the name by which the caller identifies the ids of the rows
   * @param frozen whether the rows have no gradient
   */
  public record Lookup(String table, String ids, boolean frozen) {}

  /** Standard deviation of BERT's initial weights. */
  public static final double BERT_INITIALIZER_RANGE = 0.02;

  private final State state;
  private final String scope;
  private final ImmutableMap<String, INDArray> initialValues; // by full name
  private final double initializerRange;

  /** The state that the contexts of all scopes share. */
  private record State(
      SameDiff graph,
      Parameters parameters,
      boolean training,
      boolean withArrays,
      Predicate<String> frozen,
      Map<String, Lookup> lookups,
      Map<String, SDVariable> statistics) {}

  private LayerContext(
      State state,
      String scope,
      ImmutableMap<String, INDArray> initialValues,
      double initializerRange) {
    this.state = state;
    this.scope = scope;
    this.initialValues = initialValues;
    this.initializerRange = initializerRange;
  }

  /** Returns a context for scoring: no dropout, batch norm uses running statistics. */
  public static LayerContext scoring(SameDiff graph, Parameters parameters) {
    return create(graph, parameters, false, name -> false);
  }

  /** Returns a context for training: dropout, batch norm uses the statistics of the batch. */
  public static LayerContext training(SameDiff graph, Parameters parameters) {
    return training(graph, parameters, name -> false);
  }

  /**
   * Returns a context for a graph that trains some of its parameters.
   *
   * @param frozen accepts the names of parameters without a gradient; dropout and running
   *     statistics of their layers are not affected
   */
  public static LayerContext training(
      SameDiff graph, Parameters parameters, Predicate<String> frozen) {
    return create(graph, parameters, true, frozen);
  }

  private static LayerContext create(
      SameDiff graph, Parameters parameters, boolean training, Predicate<String> frozen) {
    return new LayerContext(
        new State(
            graph,
            parameters,
            training,
            true,
            frozen,
            new LinkedHashMap<>(),
            new LinkedHashMap<>()),
        "",
        ImmutableMap.of(),
        BERT_INITIALIZER_RANGE);
  }

  /**
   * Returns the same context for a graph that only a {@link org.mmt4j.graph.CompiledGraph} runs.
   * Parameters are placeholders, and the compiled graph finds their arrays by name. This saves
   * memory: SameDiff copies the array of a variable once, and twice more for differentiation, which
   * is half a gigabyte per copy for the paper's model. Parameters have gradients only if requested.
   */
  public LayerContext withoutArrays() {
    return new LayerContext(
        new State(
            state.graph,
            state.parameters,
            state.training,
            false,
            state.frozen,
            state.lookups,
            state.statistics),
        scope,
        initialValues,
        initializerRange);
  }

  /** Returns the same context with the prefix {@code name.} for all names. */
  public LayerContext scope(String name) {
    return new LayerContext(state, scope + name + ".", initialValues, initializerRange);
  }

  /**
   * Returns the same context with initial values for parameters of this scope, such as those of a
   * pretrained network. The first declaration of a parameter copies them and casts them to its data
   * type.
   *
   * @param values the arrays by name within this scope; the layer initialises all other parameters
   * @throws IllegalArgumentException later, from the layer, if the shape of values differs from
   *     that of the parameter
   */
  public LayerContext withInitialValues(Map<String, INDArray> values) {
    ImmutableMap.Builder<String, INDArray> named = ImmutableMap.builder();
    named.putAll(initialValues);
    values.forEach((name, array) -> named.put(scope + name, array));
    return new LayerContext(state, scope, named.buildKeepingLast(), initializerRange);
  }

  /**
   * Returns the same context with a different standard deviation of {@link #normalWeights}.
   *
   * @param range the standard deviation; BERT's is {@link #BERT_INITIALIZER_RANGE}
   */
  public LayerContext withInitializerRange(double range) {
    return new LayerContext(state, scope, initialValues, range);
  }

  /** Returns the initializer of the weights of BERT's layers: a normal distribution with mean 0. */
  public Initializer normalWeights() {
    return Initializer.normal(initializerRange);
  }

  /** Returns the graph that layers add operations to. */
  public SameDiff graph() {
    return state.graph;
  }

  /** Returns whether the graph trains. */
  public boolean training() {
    return state.training;
  }

  /** Returns the data type of all parameters: FLOAT or DOUBLE. */
  public DataType dataType() {
    return state.parameters.dataType();
  }

  /** Returns a trained parameter of this scope. */
  public SDVariable parameter(String name, Initializer initializer, long... shape) {
    return variable(name, Role.TRAINED, initializer, shape);
  }

  /** Declares a parameter of this scope that checkpoints contain but no computation uses. */
  public void unused(String name, Initializer initializer, long... shape) {
    declare(scope + name, Role.UNUSED, initializer, shape);
  }

  /** Declares integers of this scope that checkpoints contain but no computation uses. */
  public void integers(String name, Initializer initializer, long... shape) {
    declare(scope + name, Role.INTEGER, initializer, shape);
  }

  /** Returns a running statistic of this scope, which scoring reads. */
  public SDVariable statistic(String name, Initializer initializer, long... shape) {
    return constant(name, Role.STATISTIC, initializer, shape);
  }

  /** Returns a counter of this scope: a scalar that starts at 0. */
  public SDVariable counter(String name) {
    return constant(name, Role.INTEGER, Initializer.constant(0));
  }

  private SDVariable constant(String name, Role role, Initializer initializer, long... shape) {
    INDArray array = declare(scope + name, role, initializer, shape);
    return state.graph.hasVariable(scope + name)
        ? state.graph.getVariable(scope + name)
        : state.graph.constant(scope + name, array);
  }

  /**
   * Sets the variable that holds a running statistic or counter of this scope after a training
   * step.
   */
  public void updateStatistic(String name, SDVariable value) {
    state.statistics.put(scope + name, value);
  }

  /**
   * Returns rows of a trained table of this scope, which the caller looks up on the host.
   *
   * @param ids the name by which the caller identifies the ids of the {@code count} rows
   * @return a placeholder (count, dimension)
   */
  public SDVariable rows(
      String table, Initializer initializer, int entries, int dimension, String ids, long count) {
    declare(scope + table, Role.TRAINED, initializer, entries, dimension);
    String name = scope + table + ".rows";
    state.lookups.put(name, new Lookup(scope + table, ids, state.frozen.test(scope + table)));
    return state.graph.placeHolder(name, dataType(), count, dimension);
  }

  /** Returns an input of the graph with the data type of this context. Its name has no scope. */
  public SDVariable input(String name, long... shape) {
    return state.graph.placeHolder(name, dataType(), shape);
  }

  /** Returns an input of integers. Its name has no scope. */
  public SDVariable ids(String name, long... shape) {
    return state.graph.placeHolder(name, DataType.INT32, shape);
  }

  /** Returns the lookups by the name of the placeholder that they fill. */
  public Map<String, Lookup> lookups() {
    return ImmutableMap.copyOf(state.lookups);
  }

  /** Returns the new values of running statistics by the name of the parameter. */
  public Map<String, SDVariable> statistics() {
    return ImmutableMap.copyOf(state.statistics);
  }

  private SDVariable variable(String name, Role role, Initializer initializer, long... shape) {
    String full = scope + name;
    INDArray array = declare(full, role, initializer, shape);
    if (state.graph.hasVariable(full)) {
      return state.graph.getVariable(full);
    }
    if (!state.withArrays) {
      return state.graph.placeHolder(full, dataType(), shape);
    }
    return state.frozen.test(full)
        ? state.graph.constant(full, array)
        : state.graph.var(full, array);
  }

  private INDArray declare(String full, Role role, Initializer initializer, long... shape) {
    INDArray values = initialValues.get(full);
    if (values == null) {
      return state.parameters.declare(full, role, initializer, shape);
    }
    if (!Arrays.equals(values.shape(), shape)) {
      throw new IllegalArgumentException(
          "initial values of "
              + full
              + ": found shape "
              + Arrays.toString(values.shape())
              + ", expected "
              + Arrays.toString(shape));
    }
    return state.parameters.declare(full, role, Initializer.copyOf(values), shape);
  }
}
