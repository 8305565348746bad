package org.mmt4j.io;

/** Thrown for bytes that are not a supported pickle. The reader of the file adds its name. */
final class PickleException extends Exception {

  private static final long serialVersionUID = 1L;

  PickleException(String problem) {
    super(problem);
  }

  PickleException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
