package org.mmt4j.extract.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.mmt4j.extract.tfjs.TfjsConverter;

/**
 * The file of a network in the model folder: {@code NAME.onnx}, or {@code NAME.json} and {@code
 * NAME.bin} of TensorFlow.js.
 *
 * @param name of the file
 * @param converter of a network of TensorFlow.js; empty for a network in ONNX format
 */
public record ModelFile(String name, Optional<TfjsConverter> converter) {

  /** Returns the file of a network in ONNX format, {@code NAME.onnx}. */
  public static ModelFile onnx(String name) {
    return new ModelFile(name, Optional.empty());
  }

  /** Returns the file of a network of TensorFlow.js, {@code NAME.json}. */
  public static ModelFile tensorFlowJs(String name, TfjsConverter converter) {
    return new ModelFile(name, Optional.of(converter));
  }

  /**
   * Returns why the network is unavailable: a file or ONNX Runtime is missing. Empty if it is
   * available.
   */
  public Optional<String> unavailableReason(Optional<Path> models) {
    if (models.isEmpty()) {
      return Optional.of("found no model folder, expected one with " + name);
    }
    Path file = models.get().resolve(name);
    if (!Files.isRegularFile(file)) {
      return Optional.of("found no " + file + ", expected a network in " + format() + " format");
    }
    Path weights = TfjsConverter.weights(file);
    return converter.isPresent() && !Files.isRegularFile(weights)
        ? Optional.of("found no " + weights + ", expected the weights of " + name)
        : OnnxRuntime.unavailableReason();
  }

  private String format() {
    return converter.isPresent() ? "TensorFlow.js" : "ONNX";
  }

  /**
   * Opens the network, which the caller closes.
   *
   * @throws IOException if a file is missing, or is no network that can be run
   */
  public OnnxModel open(Optional<Path> models) throws IOException {
    Path folder =
        models.orElseThrow(
            () -> new IOException("found no model folder, expected one with " + name));
    Path file = folder.resolve(name);
    return converter.isPresent()
        ? OnnxModel.open(file, converter.get().convertOnce(file))
        : OnnxModel.open(file);
  }
}
