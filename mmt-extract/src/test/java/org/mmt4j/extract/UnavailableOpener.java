package org.mmt4j.extract;

import java.nio.file.Path;
import java.util.Optional;

/** An opener whose library is missing. */
record UnavailableOpener(String reason) implements VideoOpener {

  @Override
  public Video open(String id, Path file) {
    throw new AssertionError("opened");
  }

  @Override
  public Optional<String> unavailableReason() {
    return Optional.of(reason);
  }
}
