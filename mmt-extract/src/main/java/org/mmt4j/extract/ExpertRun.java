package org.mmt4j.extract;

import com.google.common.base.Stopwatch;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mmt4j.data.ExpertFeatures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of one expert on one video. What the expert throws ends its work, not that of others.
 */
final class ExpertRun implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ExpertRun.class);

  private final FeatureExtractor extractor;
  private final MediaRequests requests;
  private final Stopwatch watch = Stopwatch.createUnstarted();
  private @Nullable Extraction extraction;
  private @Nullable Throwable failure;

  private ExpertRun(FeatureExtractor extractor, Video video) {
    this.extractor = extractor;
    this.requests = new MediaRequests(video);
  }

  /** Starts the work: afterwards, the requests are known. */
  static ExpertRun start(FeatureExtractor extractor, Video video) {
    ExpertRun run = new ExpertRun(extractor, video);
    run.guarded(() -> run.extraction = extractor.start(run.requests));
    return run;
  }

  /** Returns the name of the expert. */
  String name() {
    return extractor.name();
  }

  MediaRequests requests() {
    return requests;
  }

  /** Returns why the expert failed; empty if it did not. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Says that what the expert has requested cannot be delivered. */
  void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  /** Delivers frames or samples, unless the expert has failed. */
  <T> void deliver(MediaSink<T> sink, T media) {
    if (failure == null) {
      guarded(() -> sink.accept(media));
    }
  }

  /** Returns the features; empty if there are none, or the expert has failed. */
  Optional<ExpertFeatures> features() {
    ExpertFeatures[] found = new ExpertFeatures[1];
    if (failure == null && extraction != null) {
      Extraction complete = extraction;
      guarded(() -> complete.features().ifPresent(features -> found[0] = checked(features)));
    }
    Optional<ExpertFeatures> features = Optional.ofNullable(found[0]);
    LOG.debug(
        "{}: {} features of expert {} in {} ms, without decoding",
        requests.video().file(),
        features.map(ExpertFeatures::count).orElse(0),
        name(),
        watch.elapsed(TimeUnit.MILLISECONDS));
    return features;
  }

  private ExpertFeatures checked(ExpertFeatures features) {
    if (features.dimension() != extractor.dimension()) {
      throw new IllegalStateException(
          "found features of dimension "
              + features.dimension()
              + ", expected "
              + extractor.dimension());
    }
    return features;
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private void guarded(Step step) {
    watch.start();
    try {
      step.run();
    } catch (Exception | Error e) { // such as StackOverflowError, or a library that is missing
      fail(e);
    } finally {
      watch.stop();
    }
  }

  @Override
  public void close() {
    Extraction open = extraction;
    if (open != null) {
      guarded(open::close);
    }
  }
}
