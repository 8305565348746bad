package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.mmt4j.MmtModel;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.CaptionedVideos;
import org.mmt4j.loss.MaxMarginRankingLoss;
import org.mmt4j.loss.RankingLoss;
import org.mmt4j.train.evaluation.RetrievalMetrics;

/**
 * Trains a model on pairs of videos and captions (paper, sections 3.4 and 4.2): Adam on the
 * bi-directional max-margin ranking loss. Defaults are the paper's for MSR-VTT: 50 000 steps of 32
 * pairs, learning rate 5e-5 times 0.95 every 1000 steps, margin 0.05.
 *
 * <pre>{@code
 * MmtModel trained = Trainer.on(model).data(pairs).steps(1000).seed(1).run();
 * }</pre>
 *
 * <p>The model it is given stays unchanged. The same model, data, settings and seed give the same
 * parameters, bit for bit, on the same machine and number of threads. Not thread-safe.
 */
public final class Trainer {

  private final MmtModel model;
  private final List<Source> sources = new ArrayList<>();
  private final List<String> captionsInMemory = new ArrayList<>();
  private boolean allInMemory = true;
  private OptionalInt steps = OptionalInt.empty();
  private OptionalInt epochs = OptionalInt.empty();
  private int batchSize = 32;
  private int gradientAccumulationSteps = 1;
  private int hardNegativeGroup = 1;
  private int captionsPerVideo = 1;
  private boolean replacement;
  private boolean frozenCaptions;
  private LearningRateSchedule learningRate =
      LearningRateSchedule.exponentialDecay(5e-5, 0.95, 1000);
  private Adam adam = Adam.PUBLISHED;
  private double maxGradientNorm = Double.POSITIVE_INFINITY;
  private RankingLoss loss = MaxMarginRankingLoss.of(0.05);
  private final List<RateGroup> rateGroups = new ArrayList<>();
  private final List<Predicate<String>> frozen = new ArrayList<>();
  private Optional<ImmutableList<CaptionedVideo>> validationVideos = Optional.empty();
  private int validationSteps;
  private ToDoubleFunction<RetrievalMetrics> score =
      metrics -> metrics.textToVideo().geometricMean();
  private int patience;
  private Optional<Checkpoints> checkpoints = Optional.empty();
  private int loaderThreads = 1;
  private long seed;
  private final List<TrainingListener> listeners = new ArrayList<>();

  private Trainer(MmtModel model) {
    this.model = model;
  }

  /** Training that starts from the parameters of that model. */
  public static Trainer on(MmtModel model) {
    return new Trainer(model);
  }

  /** The videos, in memory: a caption of each, drawn at random, each time it is its turn. */
  public Trainer data(List<CaptionedVideo> videos) {
    videos.forEach(video -> captionsInMemory.addAll(video.captions()));
    sources.add(new Source(CaptionedVideos.of(videos), 1));
    return this;
  }

  /** The videos, read when it is their turn, a few batches ahead. */
  public Trainer data(CaptionedVideos videos) {
    return data(videos, 1);
  }

  /**
   * One of several data sets: each video of a batch is drawn from one of them, in proportion to
   * their weights. Calls add up.
   *
   * @throws IllegalArgumentException if the weight is not a positive number
   */
  public Trainer data(CaptionedVideos videos, double weight) {
    allInMemory = false;
    sources.add(new Source(videos, weight));
    return this;
  }

  /** Number of updates; 50 000. */
  public Trainer steps(int steps) {
    this.steps = OptionalInt.of(steps);
    return this;
  }

  /** As many updates as show each video so many times, but for those that do not fill a step. */
  public Trainer epochs(int epochs) {
    this.epochs = OptionalInt.of(epochs);
    return this;
  }

  /** Pairs in a batch; 32. */
  public Trainer batchSize(int batchSize) {
    this.batchSize = batchSize;
    return this;
  }

  /**
   * Batches whose mean gradient makes one update (gradient accumulation); 1. The loss compares the
   * pairs of each batch, not those of different ones.
   */
  public Trainer gradientAccumulationSteps(int batches) {
    this.gradientAccumulationSteps = batches;
    return this;
  }

  /**
   * The data comes in groups of so many neighbours that stay together in a batch: a video and those
   * that are most easily mistaken for it, so that the loss compares them; 1.
   */
  public Trainer hardNegativeGroup(int hardNegativeGroup) {
    this.hardNegativeGroup = hardNegativeGroup;
    return this;
  }

  /**
   * Captions of a video in a batch, drawn at random: their similarities with each video are
   * averaged before the loss, as the authors' code does; 1.
   */
  public Trainer captionsPerVideo(int captionsPerVideo) {
    this.captionsPerVideo = captionsPerVideo;
    return this;
  }

  /**
   * Draws each video of a batch from all, as good as the authors' code does: a batch may then hold
   * a video twice, and the loss takes the two for different ones. Without it every video has its
   * turn once an epoch.
   */
  public Trainer withReplacement() {
    this.replacement = true;
    return this;
  }

  /**
   * Leaves the caption encoder as it is: captions are encoded without dropout and in single
   * precision. Those of data in memory are encoded before the first step and kept, 4 bytes times
   * the encoder's hidden size for each; if any data is read on its turn, those of each batch are
   * encoded with it.
   */
  public Trainer freezeCaptionEncoder() {
    this.frozenCaptions = true;
    return this;
  }

  /**
   * Leaves some parameters as they are: they get no gradient, no moments of Adam and no update.
   * Dropout and running statistics of their layers work as ever, as in the authors' code. Several
   * calls add up.
   *
   * @param names of the parameters, those of the authors' checkpoints; {@code BertParameters} of
   *     mmt-text has some
   */
  public Trainer freeze(Predicate<String> names) {
    frozen.add(names);
    return this;
  }

  /** Learning rate by step; 5e-5, times 0.95 every 1000 steps. */
  public Trainer learningRate(LearningRateSchedule schedule) {
    this.learningRate = schedule;
    return this;
  }

  /**
   * Gives some parameters a learning rate of their own, such as a pretrained caption encoder a
   * lower one. A parameter may be in one group only.
   *
   * @param factor by which the schedule's rate is multiplied
   * @param names of the parameters
   * @throws IllegalArgumentException if the factor is not a positive number
   */
  public Trainer learningRateFactor(double factor, Predicate<String> names) {
    rateGroups.add(new RateGroup(names, factor));
    return this;
  }

  /** The optimizer; {@link Adam#PUBLISHED}. */
  public Trainer optimizer(Adam adam) {
    this.adam = adam;
    return this;
  }

  /**
   * Scales the gradients of a step down if their norm, over all parameters that learn, is larger
   * (Pascanu et al. 2013); they are left as they are.
   */
  public Trainer clipGradients(double maxNorm) {
    this.maxGradientNorm = maxNorm;
    return this;
  }

  /** What is made small; the max-margin ranking loss with margin 0.05. */
  public Trainer loss(RankingLoss loss) {
    this.loss = loss;
    return this;
  }

  /**
   * Evaluates every so many steps, and after the last, with the first caption of each video.
   * Listeners hear of it; {@link #checkpoints} keep the best model.
   */
  public Trainer validate(List<CaptionedVideo> videos, int everySteps) {
    this.validationVideos = Optional.of(ImmutableList.copyOf(videos));
    this.validationSteps = everySteps;
    return this;
  }

  /** Which evaluation is better; geometric mean of text-to-video R@1, R@5, R@10. */
  public Trainer score(ToDoubleFunction<RetrievalMetrics> score) {
    this.score = score;
    return this;
  }

  /**
   * Stops after so many evaluations without a better one, and gives the best model instead of the
   * last.
   */
  public Trainer stopEarly(int evaluations) {
    this.patience = evaluations;
    return this;
  }

  /** Writes checkpoints, and goes on from the newest one there. */
  public Trainer checkpoints(Checkpoints checkpoints) {
    this.checkpoints = Optional.of(checkpoints);
    return this;
  }

  /** Threads that read videos ahead; 1. Each holds two batches. The result is the same. */
  public Trainer loaderThreads(int threads) {
    this.loaderThreads = threads;
    return this;
  }

  /** Seed of the order of the data, the choice of captions and features, and dropout; 0. */
  public Trainer seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** Adds a listener. */
  public Trainer listener(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Trains and gives a new model, which the caller closes; its caption encoder is that of the
   * first.
   *
   * @throws IllegalArgumentException if there are fewer videos than a batch holds or two of one id,
   *     or a setting is out of range, or parameters to freeze are none of the model's or all of
   *     them, or the model cannot read a video
   * @throws IllegalStateException if a loss or parameter is NaN or infinite: the message names the
   *     step, the videos and the first array that is not finite; checkpoints before it stay
   * @throws UncheckedIOException if a video cannot be read, or a checkpoint cannot be read or
   *     written, or is one of a training with other settings
   * @throws CancellationException if the thread is interrupted; it stays interrupted
   */
  public MmtModel run() {
    TrainingSettings settings = settings();
    settings.require(sources);
    requireUnique();
    BatchReader reader =
        new BatchReader(sources, model.config(), captions(), captionsPerVideo, seed);
    try (TrainingLoop loop =
        new TrainingLoop(
            model,
            settings,
            new Fingerprint(settings, sources, model.parameters()),
            validation(),
            checkpoints.map(CheckpointStore::new),
            new Listeners(listeners))) {
      return loop.run(
          first ->
              new BatchLoader(
                  new Sampler(sources, batchSize, hardNegativeGroup, replacement, seed),
                  reader,
                  loaderThreads,
                  first));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What the result of {@link #run} depends on, besides the model and what is in the videos, by
   * name: settings, a hash of the ids of the videos and one of all learning rates, and when it
   * stops early. The same on every machine, as long as the loss is a record; of the functions that
   * score an evaluation it knows nothing.
   *
   * @throws IllegalArgumentException as {@link #run}, if a setting is out of range
   */
  public ImmutableSortedMap<String, String> describe() {
    TrainingSettings settings = settings();
    settings.require(sources);
    return ImmutableSortedMap.<String, String>naturalOrder()
        .putAll(new Fingerprint(settings, sources, model.parameters()).whole())
        .put(
            "stopsEarly",
            validation().filter(Validation::stopsEarly).map(Validation::describe).orElse("no"))
        .buildOrThrow();
  }

  private Function<List<String>, CaptionBatch> captions() {
    if (frozenCaptions) {
      return FrozenCaptions.of(model, allInMemory ? captionsInMemory : List.of())::batch;
    }
    CaptionEncoder encoder = model.network().captionEncoder();
    return captions -> TokenizedCaptions.of(encoder, captions);
  }

  private TrainingSettings settings() {
    return new TrainingSettings(
        totalSteps(),
        batchSize,
        gradientAccumulationSteps,
        hardNegativeGroup,
        captionsPerVideo,
        replacement,
        frozenCaptions,
        learningRate,
        adam,
        maxGradientNorm,
        ImmutableList.copyOf(rateGroups),
        ImmutableList.copyOf(frozen),
        loss,
        loaderThreads,
        seed);
  }

  private int totalSteps() {
    if (epochs.isEmpty()) {
      return steps.orElse(50_000);
    }
    if (steps.isPresent() || sources.size() != 1) {
      throw new IllegalArgumentException(
          "epochs: found also steps, or %d data sets; expected epochs of one data set alone"
              .formatted(sources.size()));
    }
    return epochs.getAsInt()
        * (sources.get(0).videos().size() / Math.max(1, batchSize * gradientAccumulationSteps));
  }

  private Optional<Validation> validation() {
    if (patience > 0 && validationVideos.isEmpty()) {
      throw new IllegalArgumentException(
          "early stop: found no videos to validate on, expected some: Trainer.validate");
    }
    return validationVideos.map(videos -> new Validation(videos, validationSteps, score, patience));
  }

  private void requireUnique() {
    Set<String> ids = new HashSet<>();
    for (Source source : sources) {
      for (int i = 0; i < source.videos().size(); i++) {
        if (!ids.add(source.videos().id(i))) {
          throw new IllegalArgumentException(
              "training data: found video %s twice, expected each once, with all of its captions"
                  .formatted(source.videos().id(i)));
        }
      }
    }
  }
}
