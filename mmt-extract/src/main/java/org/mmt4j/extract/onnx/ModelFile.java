package org.mmt4j.extract.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file of a network in the model folder. */
record ModelFile(String name) {

  /**
   * Returns why the network is unavailable: the file or ONNX Runtime is missing. Empty if it is
   * available.
   */
  Optional<String> unavailableReason(Optional<Path> models) {
    if (models.isEmpty()) {
      return Optional.of("found no model folder, expected one with " + name);
    }
    Path file = models.get().resolve(name);
    return Files.isRegularFile(file)
        ? OnnxRuntime.unavailableReason()
        : Optional.of("found no " + file + ", expected a network in ONNX format");
  }

  OnnxModel open(Optional<Path> models) throws IOException {
    Path folder =
        models.orElseThrow(
            () -> new IOException("found no model folder, expected one with " + name));
    return OnnxModel.open(folder.resolve(name));
  }
}
