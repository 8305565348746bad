package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.mmt4j.CaptionEncoder;
import org.mmt4j.CaptionedVideo;
import org.mmt4j.MmtModel;
import org.mmt4j.graph.Parameters;
import org.mmt4j.loss.MaxMarginRankingLoss;
import org.mmt4j.loss.RankingLoss;

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
  private List<CaptionedVideo> data = List.of();
  private int steps = 50_000;
  private int batchSize = 32;
  private LearningRateSchedule learningRate =
      LearningRateSchedule.exponentialDecay(5e-5, 0.95, 1000);
  private RankingLoss loss = MaxMarginRankingLoss.of(0.05);
  private int groupSize = 1;
  private int captionsPerVideo = 1;
  private boolean frozenCaptions;
  private final List<Predicate<String>> frozen = new ArrayList<>();
  private long seed;
  private final List<TrainingListener> listeners = new ArrayList<>();

  private Trainer(MmtModel model) {
    this.model = model;
  }

  /** Training that starts from the parameters of that model. */
  public static Trainer on(MmtModel model) {
    return new Trainer(model);
  }

  /** The pairs: a caption of a video, drawn at random, each time it is its turn. */
  public Trainer data(List<CaptionedVideo> videos) {
    this.data = videos;
    return this;
  }

  /** Number of updates; 50 000. */
  public Trainer steps(int steps) {
    this.steps = steps;
    return this;
  }

  /** Pairs in a batch; 32. */
  public Trainer batchSize(int batchSize) {
    this.batchSize = batchSize;
    return this;
  }

  /**
   * The data comes in groups of so many neighbours that stay together in a batch: a video and those
   * that are most easily mistaken for it, so that the loss compares them; 1.
   */
  public Trainer groupSize(int groupSize) {
    this.groupSize = groupSize;
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
   * Leaves the caption encoder as it is. All captions of the data are encoded before the first
   * step, without dropout and in single precision, and kept in memory: 4 bytes times the encoder's
   * width for each.
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

  /** What is made small; the max-margin ranking loss with margin 0.05. */
  public Trainer loss(RankingLoss loss) {
    this.loss = loss;
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
   * @throws IllegalArgumentException if there are fewer videos than a batch holds, or a setting is
   *     out of range, or parameters to freeze are none of the model's or all of them, or the model
   *     cannot read a video
   * @throws IllegalStateException if a loss is NaN or infinite: the message names step and videos
   */
  public MmtModel run() {
    requireSettings();
    try (TrainingRun run =
        new TrainingRun(
            model,
            new Batches(data, batchSize, groupSize, captionsPerVideo, seed),
            captions(),
            loss,
            frozen(),
            learningRate,
            seed)) {
      ImmutableList<TrainingListener> following = ImmutableList.copyOf(listeners);
      following.forEach(listener -> listener.onStart(steps));
      try {
        for (int step = 0; step < steps; step++) {
          StepReport report = run.step(step, steps);
          following.forEach(listener -> listener.onStep(report));
        }
      } finally {
        following.forEach(TrainingListener::onEnd);
      }
      return run.model();
    }
  }

  private Function<List<String>, CaptionBatch> captions() {
    if (frozenCaptions) {
      return FrozenCaptions.of(
              model, data.stream().flatMap(video -> video.captions().stream()).toList())
          ::batch;
    }
    CaptionEncoder encoder = model.network().captionEncoder();
    return captions -> TokenizedCaptions.of(encoder, captions);
  }

  private Predicate<String> frozen() {
    List<String> trained =
        model.parameters().names().stream()
            .filter(name -> model.parameters().role(name) == Parameters.Role.TRAINED)
            .toList();
    for (Predicate<String> names : frozen) {
      if (trained.stream().noneMatch(names)) {
        throw new IllegalArgumentException(
            "parameters to freeze: found none among the model's " + trained.size());
      }
    }
    Predicate<String> any = name -> frozen.stream().anyMatch(names -> names.test(name));
    if (trained.stream().allMatch(any)) {
      throw new IllegalArgumentException(
          "parameters to freeze: found all " + trained.size() + ", expected that some learn");
    }
    return any;
  }

  private void requireSettings() {
    if (steps < 1) {
      throw new IllegalArgumentException("steps: found " + steps + ", expected at least 1");
    }
    if (batchSize < 2) {
      throw new IllegalArgumentException(
          "batch size: found " + batchSize + ", expected at least 2: the loss compares pairs");
    }
    if (captionsPerVideo < 1) {
      throw new IllegalArgumentException(
          "captions per video: found " + captionsPerVideo + ", expected at least 1");
    }
    requireGroups("batch size", batchSize);
    requireGroups("training data, number of videos", data.size());
    if (data.size() < batchSize) {
      throw new IllegalArgumentException(
          "training data: found "
              + data.size()
              + " videos, expected at least a batch of "
              + batchSize);
    }
  }

  private void requireGroups(String what, int count) {
    if (groupSize < 1 || count % groupSize != 0) {
      throw new IllegalArgumentException(
          what + ": found " + count + ", expected a multiple of the group size " + groupSize);
    }
  }
}
