package org.mmt4j.cuda;

/** An error that a library of CUDA returned. */
public final class CudaException extends RuntimeException {

  private static final long serialVersionUID = 1;

  CudaException(String message) {
    super(message);
  }

  /**
   * Checks a status.
   *
   * @param library the library that returned it
   * @param action what was asked for
   * @throws CudaException if it is not 0
   */
  static void check(int status, String library, String action) {
    if (status != 0) {
      throw new CudaException(
          "%s of %s: found status %d, expected 0".formatted(action, library, status));
    }
  }
}
