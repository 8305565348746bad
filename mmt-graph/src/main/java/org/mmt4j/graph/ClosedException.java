package org.mmt4j.graph;

/** Something that owns native memory was used after it was closed. */
public final class ClosedException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  /**
   * An exception.
   *
   * @param owner names the closed object, such as "model"
   */
  public ClosedException(String owner) {
    super(owner + ": used after close");
  }
}
