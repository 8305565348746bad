package org.mmt4j.extract.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Two networks of one expert, such as one that finds faces and one that describes them. */
public record NetworkPair(OnnxModel first, OnnxModel second) implements AutoCloseable {

  /** Returns why the networks are unavailable; empty if both are available. */
  public static Optional<String> unavailableReason(
      ModelFile first, ModelFile second, Optional<Path> models) {
    return first.unavailableReason(models).or(() -> second.unavailableReason(models));
  }

  /**
   * Opens both networks, or none.
   *
   * @throws IOException if a file is missing, or is no network that can be run
   */
  public static NetworkPair open(ModelFile first, ModelFile second, Optional<Path> models)
      throws IOException {
    OnnxModel opened = first.open(models);
    try {
      return new NetworkPair(opened, second.open(models));
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      first.close();
    } finally {
      second.close();
    }
  }
}
