package org.mmt4j.extract;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** An expert for tests that fails for each video. */
class FailingExpert implements FeatureExtractorProvider, FeatureExtractor {

  /** Is opened after experts of other names. */
  private static final String LAST = "zoo";

  private final String name;
  private final Throwable failure;

  /** Creates an expert whose name is {@code broken}. */
  FailingExpert(Throwable failure) {
    this("broken", failure);
  }

  FailingExpert(String name, Throwable failure) {
    this.name = name;
    this.failure = failure;
  }

  /** Returns an expert of the name {@code speech} that needs a missing file. */
  static FailingExpert unavailable() {
    return new FailingExpert("speech", new AssertionError("never called")) {
      @Override
      public Optional<String> unavailableReason(Optional<Path> models) {
        return Optional.of("needs model.onnx");
      }
    };
  }

  /** Returns an expert that cannot be closed. */
  static FailingExpert toClose() {
    return new FailingExpert(LAST, new IOException("never called")) {
      @Override
      public void close() {
        throw new IllegalStateException("stuck");
      }
    };
  }

  /** Returns an expert that cannot be opened. */
  static FailingExpert toOpen() {
    return new FailingExpert(LAST, new IOException("never called")) {
      @Override
      public FeatureExtractor open(Optional<Path> models) throws IOException {
        throw new IOException("bad model");
      }
    };
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int dimension() {
    return 3;
  }

  @Override
  public Optional<String> unavailableReason(Optional<Path> models) {
    return Optional.empty();
  }

  @Override
  public FeatureExtractor open(Optional<Path> models) throws IOException {
    return this;
  }

  @Override
  public Extraction start(MediaRequests requests) throws IOException {
    Throwables.throwIfInstanceOf(failure, IOException.class);
    Throwables.throwIfUnchecked(failure);
    throw new AssertionError(failure);
  }

  @Override
  public void close() {
    // holds no resources
  }
}
