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
import org.mmt4j.graph.device.Device;
import org.mmt4j.train.evaluation.RetrievalMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a model on pairs of videos and captions according to a {@link TrainingConfig}.
 *
 * <pre>{@code
 * TrainingConfig config = TrainingConfig.builder().steps(1000).seed(1).build();
 * MmtModel trained = Trainer.of(config).fit(model, pairs);
 * }</pre>
 *
 * <p>The start model is not changed. The same model, data, configuration and batches produce
 * bit-identical parameters on the same machine with the same number of threads. Only one thread may
 * call {@link #fit} at a time; any thread may call {@link #stop}.
 */
public final class Trainer {

  private static final Logger log = LoggerFactory.getLogger(Trainer.class);

  private final TrainingConfig config;
  private Optional<CaptionedVideos> validation = Optional.empty();
  private ToDoubleFunction<RetrievalMetrics> score =
      metrics -> metrics.textToVideo().geometricMean();
  private Optional<Checkpoints> checkpoints = Optional.empty();
  private Optional<BatchPlan> plan = Optional.empty();
  private Optional<Device> device = Optional.empty();
  private int loaderThreads = 1;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private volatile boolean stopped;

  private Trainer(TrainingConfig config) {
    this.config = config;
  }

  /** Returns a trainer with that configuration. */
  public static Trainer of(TrainingConfig config) {
    return new Trainer(config);
  }

  /**
   * Sets the validation videos. The trainer evaluates the model at the configured interval and
   * after the last step, with the first caption of each video. It reports to the listeners, and
   * {@link #checkpoints} keep the best model.
   */
  public Trainer validate(List<CaptionedVideo> videos) {
    return validate(CaptionedVideos.of(videos));
  }

  /** As {@link #validate(List)}, but reads the videos for each evaluation. */
  public Trainer validate(CaptionedVideos videos) {
    this.validation = Optional.of(videos);
    return this;
  }

  /**
   * Sets the score of an evaluation; higher is better. Default: geometric mean of text-to-video
   * R@1, R@5 and R@10. {@link #fit} throws {@link IllegalArgumentException} if a score is NaN.
   */
  public Trainer score(ToDoubleFunction<RetrievalMetrics> score) {
    this.score = score;
    return this;
  }

  /** Writes checkpoints, and resumes from the newest one in their directory. */
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
   * Sets the number of threads that read videos ahead. Default: 1. Each holds two batches. The
   * number does not change the result.
   *
   * @throws IllegalArgumentException if the number is below 1
   */
  public Trainer loaderThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "loader threads: found " + threads + ", expected at least 1");
    }
    this.loaderThreads = threads;
    return this;
  }

  /**
   * Sets the device that the training runs on, and the trained model computes on. Default: that of
   * the start model. A training that was stopped may be resumed on another device.
   */
  public Trainer device(Device device) {
    this.device = Optional.of(device);
    return this;
  }

  /** Adds a listener. */
  public Trainer listener(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Stops the run in progress after its current step. {@link #fit} writes a checkpoint, if {@link
   * #checkpoints} are set, and returns the current model. Does nothing if no run is in progress.
   */
  public void stop() {
    stopped = true;
  }

  /**
   * Trains on videos in memory and returns a new model, which the caller closes. Each time a video
   * is in a batch, its captions are drawn at random.
   *
   * @throws IllegalArgumentException if there are fewer videos than the batch size, or two videos
   *     have the same id, or the parameters to freeze match none or all of the model's, or the
   *     model cannot read a video
   * @throws TrainingException if a loss or parameter is NaN or infinite; the message names the
   *     step, the videos and the first array that is not finite. Earlier checkpoints are kept
   * @throws UncheckedIOException if a video cannot be read, or a checkpoint cannot be read or
   *     written or belongs to a different training
   * @throws CancellationException if the thread is interrupted; it stays interrupted
   */
  public MmtModel fit(MmtModel start, List<CaptionedVideo> videos) {
    List<String> captions =
        videos.stream().flatMap(video -> video.captions().stream()).distinct().toList();
    return fit(start, List.of(new TrainingSource(CaptionedVideos.of(videos), 1)), captions);
  }

  /** As {@link #fit(MmtModel, List)}, but reads the videos a few batches ahead. */
  public MmtModel fit(MmtModel start, CaptionedVideos videos) {
    return fit(start, new TrainingSource(videos, 1));
  }

  /**
   * As {@link #fit(MmtModel, List)}, but with several data sets. Each video of a batch is drawn
   * from one of them, in proportion to their weights.
   */
  public MmtModel fit(MmtModel start, TrainingSource... sources) {
    return fit(start, Arrays.asList(sources), List.of());
  }

  private MmtModel fit(MmtModel start, List<TrainingSource> sources, List<String> captions) {
    stopped = false;
    TrainingConfig resolved = resolved(sources);
    try {
      return Workspaces.outside(() -> onDevice(start, resolved, sources, captions));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MmtModel onDevice(
      MmtModel start, TrainingConfig resolved, List<TrainingSource> sources, List<String> captions)
      throws IOException {
    if (device.isEmpty() || device.get().equals(start.device())) {
      return fit(start, resolved, sources, captions);
    }
    try (MmtModel moved = start.withDevice(device.get())) {
      return fit(moved, resolved, sources, captions);
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
   * Returns, by name, the settings that determine the result of {@link #fit}: configuration, model,
   * caption encoder and ids of the videos. Does not include the parameters of the model, the
   * contents of the videos or the {@link #score} function. The settings are the same on every
   * machine.
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

  /** Checks the data and returns the configuration with epochs converted to steps. */
  private TrainingConfig resolved(List<TrainingSource> sources) {
    requireBatches(sources);
    warnOfDuplicates(sources);
    if (config.epochs() == 0) {
      return config;
    }
    if (sources.size() != 1) {
      throw new IllegalArgumentException(
          "training data: found %d data sets, expected one for a number of epochs; set the number of steps instead"
              .formatted(sources.size()));
    }
    return config.toBuilder().steps(stepsOfEpochs(sources.get(0).videos().size())).build();
  }

  private int stepsOfEpochs(int videos) {
    long stepSize = (long) config.batchSize() * config.gradientAccumulationSteps();
    long stepsOfEpoch = videos / stepSize;
    if (stepsOfEpoch == 0) {
      throw new IllegalArgumentException(
          "training data: found %d videos, expected at least %d for a step: batch size %d times %d gradient accumulation steps"
              .formatted(videos, stepSize, config.batchSize(), config.gradientAccumulationSteps()));
    }
    long steps = config.epochs() * stepsOfEpoch;
    if (steps > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "epochs: found %d of %d steps each, expected at most %d steps in total"
              .formatted(config.epochs(), stepsOfEpoch, Integer.MAX_VALUE));
    }
    return (int) steps;
  }

  private void requireBatches(List<TrainingSource> sources) {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("training data: found no data set, expected at least one");
    }
    for (TrainingSource source : sources) {
      int size = source.videos().size();
      if (size % config.hardNegativeGroup() != 0) {
        throw new IllegalArgumentException(
            "training data: found %d videos, expected a multiple of the hard-negative group %d"
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

  /**
   * Warns of videos that occur several times. The lists of LSMDC name a clip for each sentence, and
   * the reference draws it more often; in data of your own it is mostly a mistake.
   */
  private static void warnOfDuplicates(List<TrainingSource> sources) {
    Set<String> ids = new HashSet<>();
    List<String> duplicates = new ArrayList<>();
    for (TrainingSource source : sources) {
      for (int i = 0; i < source.videos().size(); i++) {
        String id = source.videos().id(i);
        if (!ids.add(id)) {
          duplicates.add(id);
        }
      }
    }
    if (!duplicates.isEmpty()) {
      log.warn(
          "training data: {} of {} entries repeat a video, such as {}: they are drawn more often, and"
              + " a batch may hold a video several times; put all captions of a video into one entry"
              + " unless this is intended",
          duplicates.size(),
          ids.size() + duplicates.size(),
          duplicates.get(0));
    }
  }

  private Optional<Validation> validation() {
    if (config.patience() > 0 && validation.isEmpty()) {
      throw new IllegalArgumentException(
          "early stop: expected validation videos, found none; set them with Trainer.validate");
    }
    return validation.map(
        videos -> new Validation(videos, config.evaluationSteps(), score, config.patience()));
  }
}
