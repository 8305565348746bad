package org.mmt4j.graph;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reverse-mode differentiation of a graph. The operations' own gradients are SameDiff's; the loop
 * over the operations is not, because SameDiff's prints a line to System.out for each of them.
 */
public final class Gradients {

  private final SameDiff graph;
  private final ImmutableList<SameDiffOp> ops; // in the order in which they were built

  private Gradients(SameDiff graph) {
    this.graph = graph;
    this.ops = ImmutableList.copyOf(graph.getOps().values());
  }

  /**
   * Returns a copy of the graph that computes {@code loss} and its gradients. {@link #name} returns
   * the variable that holds the gradient of x.
   *
   * @param loss a scalar variable of {@code graph}
   * @param inputs placeholders to differentiate by, in addition to all variables
   */
  public static SameDiff of(SameDiff graph, SDVariable loss, Collection<String> inputs) {
    SameDiff copy = SameDiff.create();
    graph.invokeGraphOn(copy);
    Gradients gradients = new Gradients(copy);
    gradients.bind();
    gradients.differentiate(loss.name(), inputs);
    return copy;
  }

  /** Makes the operations, which are copies, add their gradients to this graph. */
  private void bind() {
    for (SameDiffOp op : ops) {
      DifferentialFunction function = op.getOp();
      for (SDVariable variable : function.args()) {
        variable.setSameDiff(graph);
      }
      for (SDVariable variable : function.outputVariables()) {
        variable.setSameDiff(graph);
      }
      function.setSameDiff(graph);
    }
  }

  private void differentiate(String loss, Collection<String> inputs) {
    INDArray one = Nd4j.scalar(graph.getVariable(loss).dataType(), 1);
    graph.setGradientForVariableName(loss, graph.constant(loss + "-one", one));
    Set<String> dependent = dependent(inputs);
    Set<String> needed = new HashSet<>(Set.of(loss));
    for (SameDiffOp op : ops.reverse()) { // all readers of an output come before
      List<String> outputs = op.getOutputsOfOp();
      if (outputs.stream().anyMatch(needed::contains)
          && outputs.stream().anyMatch(dependent::contains)) {
        needed.addAll(inputsOf(op));
        op.getOp().diff(gradientsOf(outputs));
      }
    }
  }

  /** Returns the floating-point variables that depend on the inputs or on a variable. */
  private Set<String> dependent(Collection<String> inputs) {
    Set<String> dependent = new HashSet<>(inputs);
    for (SDVariable variable : graph.variables()) {
      if (variable.getVariableType() == VariableType.VARIABLE) {
        dependent.add(variable.name());
      }
    }
    for (SameDiffOp op : ops) {
      if (inputsOf(op).stream().anyMatch(dependent::contains)) {
        op.getOutputsOfOp().stream().filter(this::isReal).forEach(dependent::add);
      }
    }
    return dependent;
  }

  private boolean isReal(String name) {
    return graph.getVariable(name).dataType().isFPType();
  }

  /** Returns the gradients of the outputs of an operation: zeros for those that nothing reads. */
  private List<SDVariable> gradientsOf(List<String> outputs) {
    List<SDVariable> gradients = new ArrayList<>();
    for (String output : outputs) {
      SDVariable variable = graph.getVariable(output);
      SDVariable known = variable.hasGradient() ? variable.gradient() : null;
      gradients.add(known == null ? graph.zerosLike(variable) : known);
    }
    return gradients;
  }

  private static List<String> inputsOf(SameDiffOp op) {
    return op.getInputsToOp() == null ? List.of() : op.getInputsToOp();
  }

  /** Returns whether the loss depends on {@code variable}. */
  public static boolean exists(SameDiff gradients, String variable) {
    return gradients.hasVariable(variable) && gradients.getVariable(variable).gradient() != null;
  }

  /**
   * Returns the name of the gradient of {@code variable} in the graph that {@link #of} returned.
   */
  public static String name(SameDiff gradients, String variable) {
    return gradients.getVariable(variable).gradient().name();
  }
}
