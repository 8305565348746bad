package org.mmt4j.graph;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Collection;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Differentiation of a graph by SameDiff, with SameDiff's console output suppressed. */
public final class Gradients {

  private Gradients() {}

  /**
   * Returns the graph that computes {@code loss} and its gradients. {@link #name} returns the
   * variable that holds the gradient of x.
   *
   * @param loss a scalar variable of {@code graph}
   * @param inputs placeholders to differentiate by, in addition to all variables
   */
  public static SameDiff of(SameDiff graph, SDVariable loss, Collection<String> inputs) {
    graph.setLossVariables(loss.name());
    silently(() -> graph.createGradFunction(inputs.toArray(String[]::new)));
    return graph.getFunction("grad");
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

  /**
   * Discards the calling thread's output to System.out: SameDiff M2.1 prints a line for each
   * operation it differentiates. Output of other threads is not affected.
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
        if (System.out == filtered) { // otherwise another thread has replaced it
          System.setOut(original);
        }
      }
    }
  }

  private static final class FilteredStream extends PrintStream {

    private static final PrintStream DISCARD = new PrintStream(OutputStream.nullOutputStream());

    private final PrintStream target;
    private final Thread silenced;

    FilteredStream(PrintStream target, Thread silenced) {
      super(target);
      this.target = target;
      this.silenced = silenced;
    }

    private PrintStream current() {
      return Thread.currentThread() == silenced ? DISCARD : target;
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
