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
 * What a layer needs besides its inputs: the graph it adds to, where its parameters live and under
 * which names, and whether the graph trains or scores.
 *
 * <p>To use layers in a graph of your own: create {@link Parameters} and a context over your graph,
 * call the layers, and run the graph as any other; parameters are variables of the graph that share
 * the arrays of the {@code Parameters}. Two things ask for care. {@link #rows Looked-up rows} are
 * placeholders: before a run fill each with the rows of its table, after it add the gradient to
 * these rows (SameDiff's own {@code gather} has a wrong gradient). {@link #statistics Running
 * statistics} change only if you assign, after a training run, each variable to the parameter it
 * names.
 */
public final class LayerContext {

  /**
   * Rows of a parameter that the host copies into a placeholder before a run.
   *
   * @param table name of the parameter, (entries, dimension)
   * @param ids name under which the caller gives the n ids
   * @param frozen whether the rows have no gradient
   */
  public record Lookup(String table, String ids, boolean frozen) {}

  /** Standard deviation of a BERT's first weights. */
  public static final double BERT_INITIALIZER_RANGE = 0.02;

  private final State state;
  private final String scope;
  private final ImmutableMap<String, INDArray> initialValues; // by full name
  private final double initializerRange;

  /** What the contexts of all scopes share. */
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

  /** A context for a graph that scores: no dropout, batch norm by running statistics. */
  public static LayerContext scoring(SameDiff graph, Parameters parameters) {
    return create(graph, parameters, false, name -> false);
  }

  /** A context for a graph that trains: dropout, batch norm by the batch's statistics. */
  public static LayerContext training(SameDiff graph, Parameters parameters) {
    return training(graph, parameters, name -> false);
  }

  /**
   * A context for a graph that trains some parameters.
   *
   * @param frozen names of parameters that get no gradient. Dropout and running statistics of their
   *     layers work as ever
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
   * The same context for a graph that only a {@link org.mmt4j.graph.CompiledGraph} runs, which
   * finds parameters by their names: here they are placeholders. Of the array of a variable
   * SameDiff makes a copy, and two more where it differentiates: half a gigabyte each for the
   * paper's model. Gradients are those asked for.
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

  /** The same context with {@code name.} in front of all names. */
  public LayerContext scope(String name) {
    return new LayerContext(state, scope + name + ".", initialValues, initializerRange);
  }

  /**
   * The same context, in which parameters of this scope start from given values: those that a
   * network was pretrained with. They are copied when a parameter is first declared, cast to its
   * data type.
   *
   * @param values by name within this scope; parameters without any start as their layer says
   * @throws IllegalArgumentException from the layer, if values have another shape than its
   *     parameter
   */
  public LayerContext withInitialValues(Map<String, INDArray> values) {
    ImmutableMap.Builder<String, INDArray> named = ImmutableMap.builder();
    named.putAll(initialValues);
    values.forEach((name, array) -> named.put(scope + name, array));
    return new LayerContext(state, scope, named.buildKeepingLast(), initializerRange);
  }

  /**
   * The same context with another standard deviation of {@link #normalWeights}.
   *
   * @param range BERT's is {@link #BERT_INITIALIZER_RANGE}
   */
  public LayerContext withInitializerRange(double range) {
    return new LayerContext(state, scope, initialValues, range);
  }

  /** First weights of BERT's layers: normal, of mean 0. */
  public Initializer normalWeights() {
    return Initializer.normal(initializerRange);
  }

  /** The graph that layers add to. */
  public SameDiff graph() {
    return state.graph;
  }

  /** Whether the graph trains. */
  public boolean training() {
    return state.training;
  }

  /** FLOAT or DOUBLE. */
  public DataType dataType() {
    return state.parameters.dataType();
  }

  /** A trained parameter of this scope. */
  public SDVariable parameter(String name, Initializer initializer, long... shape) {
    return variable(name, Role.TRAINED, initializer, shape);
  }

  /** Declares a parameter of this scope that checkpoints hold and no computation reads. */
  public void unused(String name, Initializer initializer, long... shape) {
    declare(scope + name, Role.UNUSED, initializer, shape);
  }

  /** Declares whole numbers of this scope that checkpoints hold and no computation reads. */
  public void wholeNumbers(String name, Initializer initializer, long... shape) {
    declare(scope + name, Role.WHOLE_NUMBERS, initializer, shape);
  }

  /** A running statistic of this scope: read when scoring. */
  public SDVariable statistic(String name, Initializer initializer, long... shape) {
    return constant(name, Role.STATISTIC, initializer, shape);
  }

  /** A count of this scope, a scalar, from 0. */
  public SDVariable counter(String name) {
    return constant(name, Role.WHOLE_NUMBERS, Initializer.constant(0));
  }

  private SDVariable constant(String name, Role role, Initializer initializer, long... shape) {
    INDArray array = declare(scope + name, role, initializer, shape);
    return state.graph.hasVariable(scope + name)
        ? state.graph.getVariable(scope + name)
        : state.graph.constant(scope + name, array);
  }

  /** States what a running statistic or count of this scope is after a training step. */
  public void updateStatistic(String name, SDVariable value) {
    state.statistics.put(scope + name, value);
  }

  /**
   * Rows of a trained table of this scope, looked up on the host.
   *
   * @param ids name under which the caller gives the ids of the {@code count} rows
   * @return placeholder (count, dimension)
   */
  public SDVariable rows(
      String table, Initializer initializer, int entries, int dimension, String ids, long count) {
    declare(scope + table, Role.TRAINED, initializer, entries, dimension);
    String name = scope + table + ".rows";
    state.lookups.put(name, new Lookup(scope + table, ids, state.frozen.test(scope + table)));
    return state.graph.placeHolder(name, dataType(), count, dimension);
  }

  /** An input of the graph, of this context's data type, not scoped. */
  public SDVariable input(String name, long... shape) {
    return state.graph.placeHolder(name, dataType(), shape);
  }

  /** An input of whole numbers, not scoped. */
  public SDVariable ids(String name, long... shape) {
    return state.graph.placeHolder(name, DataType.INT32, shape);
  }

  /** Lookups by the name of the placeholder that they fill. */
  public ImmutableMap<String, Lookup> lookups() {
    return ImmutableMap.copyOf(state.lookups);
  }

  /** New values of running statistics, by the name of the parameter. */
  public ImmutableMap<String, SDVariable> statistics() {
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
