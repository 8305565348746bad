package org.mmt4j.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens extractors of one expert. {@link java.util.ServiceLoader} finds the implementations. They
 * have a public constructor without parameters, and their class must load without optional
 * libraries: only {@link #unavailableReason} and {@link #open} use libraries that may be missing.
 *
 * <p>Model files are in one folder. Each provider documents the names of its files.
 */
public interface FeatureExtractorProvider {

  /**
   * Returns the name of the expert, as in feature files: letters, digits, {@code _} and {@code -}.
   */
  String name();

  /**
   * Returns why the expert is unavailable: what is missing (a library, a native library, a model
   * file) and how to get it, in one line. Empty if the expert is available.
   *
   * @param models folder of model files; empty if there is none
   */
  Optional<String> unavailableReason(Optional<Path> models);

  /**
   * Opens an extractor, which the caller closes.
   *
   * @param models as for {@link #unavailableReason}
   * @throws IOException if a model file or library cannot be used
   */
  FeatureExtractor open(Optional<Path> models) throws IOException;
}
