package org.mmt4j.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.mmt4j.MmtModel;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.CaptionedVideos;
import org.mmt4j.graph.Workspaces;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/**
 * Trains a model on pairs of videos and captions as a {@link TrainingConfig} says.
 *
 * <pre>{@code
 * TrainingConfig config = TrainingConfig.builder().steps(1000).seed(1).build();
 * MmtModel trained = Trainer.of(config).fit(model, pairs);
 * }</pre>
 *
 * <p>The model it is given stays unchanged. The same model, data, configuration and batches give
 * the same parameters, bit for bit, on the same machine and number of threads. One thread calls
 * {@link #fit} at a time; {@link #stop} may be called from any thread.
 */
public final class Trainer {

  private final TrainingConfig config;
  private Optional<CaptionedVideos> validation = Optional.empty();
  private ToDoubleFunction<RetrievalMetrics> score =
      metrics -> metrics.textToVideo().geometricMean();
  private Optional<Checkpoints> checkpoints = Optional.empty();
  private Optional<BatchPlan> plan = Optional.empty();
  private int loaderThreads = 1;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private volatile boolean stopped;

  private Trainer(TrainingConfig config) {
    this.config = config;
  }

  /** Returns a trainer of that configuration. */
  public static Trainer of(TrainingConfig config) {
    return new Trainer(config);
  }

  /**
   * Evaluates as often as the configuration says, and after the last step, with the first caption
   * of each video. Listeners are told; {@link #checkpoints} keep the best model.
   */
  public Trainer validate(List<CaptionedVideo> videos) {
    return validate(CaptionedVideos.of(videos));
  }

  /** As {@link #validate(List)}, with videos that are read for each evaluation. */
  public Trainer validate(CaptionedVideos videos) {
    this.validation = Optional.of(videos);
    return this;
  }

  /** Which evaluation is better; geometric mean of text-to-video R@1, R@5, R@10. */
  public Trainer score(ToDoubleFunction<RetrievalMetrics> score) {
    this.score = score;
    return this;
  }

  /** Writes checkpoints, and resumes from the newest one there. */
  public Trainer checkpoints(Checkpoints checkpoints) {
    this.checkpoints = Optional.of(checkpoints);
    return this;
  }

  /** Trains on given batches instead of drawing them. */
  public Trainer batches(BatchPlan plan) {
    this.plan = Optional.of(plan);
    return this;
  }

  /**
   * Threads that read videos ahead; 1. Each holds two batches. The result is the same.
   *
   * @throws IllegalArgumentException if there are fewer than 1
   */
  public Trainer loaderThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "loader threads: found " + threads + ", expected at least 1");
    }
    this.loaderThreads = threads;
    return this;
  }

  /** Adds a listener. */
  public Trainer listener(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Ends the run in progress after its current step: a checkpoint is written if there are any, and
   * {@link #fit} returns the model as it is then. Does nothing if nothing runs.
   */
  public void stop() {
    stopped = true;
  }

  /**
   * Trains on videos in memory and returns a new model, which the caller closes. A caption of each
   * video is drawn at random each time the video is in a batch.
   *
   * @throws IllegalArgumentException if there are fewer videos than a batch holds or two with the
   *     same id, or parameters to freeze are none of the model's or all of them, or the model
   *     cannot read a video
   * @throws TrainingException if a loss or parameter is NaN or infinite: the message names the
   *     step, the videos and the first array that is not finite; checkpoints before it stay
   * @throws UncheckedIOException if a video cannot be read, or a checkpoint cannot be read or
   *     written, or is one of a different training
   * @throws CancellationException if the thread is interrupted; it stays interrupted
   */
  public MmtModel fit(MmtModel start, List<CaptionedVideo> videos) {
    List<String> captions =
        videos.stream().flatMap(video -> video.captions().stream()).distinct().toList();
    return fit(start, List.of(new TrainingSource(CaptionedVideos.of(videos), 1)), captions);
  }

  /** As {@link #fit(MmtModel, List)}, with videos that are read a few batches ahead. */
  public MmtModel fit(MmtModel start, CaptionedVideos videos) {
    return fit(start, new TrainingSource(videos, 1));
  }

  /**
   * As {@link #fit(MmtModel, List)}, with several data sets: each video of a batch is drawn from
   * one of them, in proportion to their weights.
   */
  public MmtModel fit(MmtModel start, TrainingSource... sources) {
    return fit(start, Arrays.asList(sources), List.of());
  }

  private MmtModel fit(MmtModel start, List<TrainingSource> sources, List<String> captions) {
    stopped = false;
    TrainingConfig resolved = resolved(sources);
    try {
      return Workspaces.outside(() -> fit(start, resolved, sources, captions));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MmtModel fit(
      MmtModel start, TrainingConfig resolved, List<TrainingSource> sources, List<String> captions)
      throws IOException {
    BatchReader reader =
        new BatchReader(sources, start.config(), captions(start, captions), resolved);
    try (TrainingLoop loop =
        new TrainingLoop(
            start,
            resolved,
            fingerprint(resolved, start, sources),
            validation(),
            checkpoints.map(CheckpointStore::new),
            new Listeners(listeners),
            () -> stopped)) {
      return loop.run(
          first -> new BatchLoader(draws(resolved, sources), reader, loaderThreads, first));
    }
  }

  private BatchLoader.Draws draws(TrainingConfig resolved, List<TrainingSource> sources) {
    return plan.isPresent()
        ? PlannedDraws.of(plan.get(), resolved, sources).iterator()::next
        : new Sampler(sources, resolved)::next;
  }

  /**
   * Returns what the result of {@link #fit} depends on, besides the parameters of the model and the
   * contents of the videos, by name: configuration, model, caption encoder, ids of the videos. The
   * same on every machine; the function that scores an evaluation is not part of it.
   *
   * @throws IllegalArgumentException as {@link #fit}
   */
  public SortedMap<String, String> describe(MmtModel start, CaptionedVideos videos) {
    List<TrainingSource> sources = List.of(new TrainingSource(videos, 1));
    TrainingConfig resolved = resolved(sources);
    return new TreeMap<>(fingerprint(resolved, start, sources).whole());
  }

  private Fingerprint fingerprint(
      TrainingConfig resolved, MmtModel start, List<TrainingSource> sources) {
    return new Fingerprint(resolved, start, sources, validation, plan);
  }

  private Function<List<String>, CaptionBatch> captions(MmtModel start, List<String> inMemory) {
    if (config.frozenCaptionEncoder()) {
      return FrozenCaptions.of(start, inMemory)::batch;
    }
    CaptionEncoder encoder = start.network().captionEncoder();
    return captions -> TokenizedCaptions.of(encoder, captions);
  }

  /** The configuration with a number of steps instead of epochs, checked against the data. */
  private TrainingConfig resolved(List<TrainingSource> sources) {
    requireBatches(sources);
    requireUnique(sources);
    if (config.epochs() == 0) {
      return config;
    }
    if (sources.size() != 1) {
      throw new IllegalArgumentException(
          "epochs: found %d data sets, expected one".formatted(sources.size()));
    }
    int stepSize = config.batchSize() * config.gradientAccumulationSteps();
    int steps = config.epochs() * (sources.get(0).videos().size() / stepSize);
    return config.toBuilder().steps(steps).build();
  }

  private void requireBatches(List<TrainingSource> sources) {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("training data: found none, expected a data set");
    }
    for (TrainingSource source : sources) {
      int size = source.videos().size();
      if (size % config.hardNegativeGroup() != 0) {
        throw new IllegalArgumentException(
            "training data, number of videos: found %d, expected a multiple of the hard-negative group %d"
                .formatted(size, config.hardNegativeGroup()));
      }
      if (size < config.batchSize()) {
        throw new IllegalArgumentException(
            "training data: found "
                + size
                + " videos, expected at least a batch of "
                + config.batchSize());
      }
    }
  }

  private static void requireUnique(List<TrainingSource> sources) {
    Set<String> ids = new HashSet<>();
    for (TrainingSource source : sources) {
      for (int i = 0; i < source.videos().size(); i++) {
        if (!ids.add(source.videos().id(i))) {
          throw new IllegalArgumentException(
              "training data: found video %s several times, expected it once, with all of its captions"
                  .formatted(source.videos().id(i)));
        }
      }
    }
  }

  private Optional<Validation> validation() {
    if (config.patience() > 0 && validation.isEmpty()) {
      throw new IllegalArgumentException(
          "early stop: found no videos to validate on, expected some: Trainer.validate");
    }
    return validation.map(
        videos -> new Validation(videos, config.evaluationSteps(), score, config.patience()));
  }
}
