package org.mmt4j.io;

/** Bytes that are no pickle of tensors; {@link TorchFile} adds the name of the file. */
final class PickleException extends Exception {

  private static final long serialVersionUID = 1L;

  PickleException(String problem) {
    super(problem);
  }

  PickleException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
