package org.mmt4j.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens extractors of one expert. Implementations are found by {@link java.util.ServiceLoader},
 * have a public constructor without parameters, and must load without what is optional: libraries
 * that may be absent are touched in {@link #absence} and {@link #open} only.
 *
 * <p>Models that come in files are looked for in one folder, where each provider documents the
 * names of its files.
 */
public interface FeatureExtractorProvider {

  /** Name of the expert, as in feature files: letters, digits, {@code _} and {@code -}. */
  String name();

  /**
   * Why the expert cannot work here: what is absent (a library, a native, a model's file), in one
   * line that says how to get it. Empty if it can.
   *
   * @param models folder of models' files; empty if there is none
   */
  Optional<String> absence(Optional<Path> models);

  /**
   * Opens an extractor, which the caller closes.
   *
   * @param models as for {@link #absence}
   * @throws IOException if what is there cannot be used
   */
  FeatureExtractor open(Optional<Path> models) throws IOException;
}
