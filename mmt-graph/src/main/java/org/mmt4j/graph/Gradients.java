package org.mmt4j.graph;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Collection;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** SameDiff's differentiation of a graph, without what it prints. */
public final class Gradients {

  private Gradients() {}

  /**
   * The graph that computes {@code loss} and its gradients; the gradient of x is the variable that
   * {@link #name} gives.
   *
   * @param loss a scalar of {@code graph}
   * @param inputs placeholders whose gradients are wanted besides those of all variables
   */
  public static SameDiff of(SameDiff graph, SDVariable loss, Collection<String> inputs) {
    graph.setLossVariables(loss.name());
    silently(() -> graph.createGradFunction(inputs.toArray(String[]::new)));
    return graph.getFunction("grad");
  }

  /** Whether the loss depends on {@code variable}. */
  public static boolean exists(SameDiff gradients, String variable) {
    return gradients.hasVariable(variable) && gradients.getVariable(variable).gradient() != null;
  }

  /** Name of the gradient with respect to {@code variable} in the graph that {@link #of} gave. */
  public static String name(SameDiff gradients, String variable) {
    return gradients.getVariable(variable).gradient().name();
  }

  /**
   * SameDiff M2.1 prints a line to System.out for each operation it differentiates. Other threads'
   * output passes.
   */
  private static void silently(Runnable action) {
    synchronized (Gradients.class) {
      PrintStream original = System.out;
      Thread silenced = Thread.currentThread();
      PrintStream filtered = new FilteredStream(original, silenced);
      System.setOut(filtered);
      try {
        action.run();
      } finally {
        if (System.out == filtered) { // else another thread has set its own
          System.setOut(original);
        }
      }
    }
  }

  private static final class FilteredStream extends PrintStream {

    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    private final PrintStream target;
    private final Thread silenced;

    FilteredStream(PrintStream target, Thread silenced) {
      super(target);
      this.target = target;
      this.silenced = silenced;
    }

    private PrintStream current() {
      return Thread.currentThread() == silenced ? NOWHERE : target;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      current().write(bytes, offset, length);
    }

    @Override
    public void write(int value) {
      current().write(value);
    }

    @Override
    public void println(String line) {
      current().println(line);
    }
  }
}
