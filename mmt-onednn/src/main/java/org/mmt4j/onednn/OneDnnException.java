package org.mmt4j.onednn;

/** A function of oneDNN failed, for example because there is not enough memory. */
final class OneDnnException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private OneDnnException(String message) {
    super(message);
  }

  /** Throws an exception if the status of a function is an error. */
  static void check(int status, String thing) {
    if (status != Dnnl.SUCCESS) {
      throw new OneDnnException(
          "%s of oneDNN: found status %d, expected %d".formatted(thing, status, Dnnl.SUCCESS));
    }
  }
}
