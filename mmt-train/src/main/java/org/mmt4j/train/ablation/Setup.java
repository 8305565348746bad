package org.mmt4j.train.ablation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.mmt4j.MmtModel;
import org.mmt4j.MmtModelBuilder;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.config.Architecture;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.train.Trainer;
import org.mmt4j.train.TrainingConfig;

/**
 * A model, how it is trained and what it is tested on; all but the seed. Immutable: each {@code
 * with} gives another one. Everything starts from the paper's values.
 *
 * <pre>{@code
 * Setup base = Setup.of(experts, bert, trainingVideos, testVideos)
 *     .withModel(model -> model.maxSeconds(14))
 *     .withTraining(config -> config.steps(800));
 * Setup separate = base.with(VideoEncoder.NONE, MissingExperts.SKIPPED);
 * }</pre>
 */
public final class Setup {

  private ImmutableList<Expert> experts;
  private CaptionEncoder captions;
  private Architecture architecture = Architecture.PUBLISHED;
  private UnaryOperator<MmtModelBuilder> model = builder -> builder;
  private UnaryOperator<TrainingConfig.Builder> training = config -> config;
  private UnaryOperator<Trainer> following = trainer -> trainer;
  private ImmutableList<CaptionedVideo> trainingVideos;
  private ImmutableList<CaptionedVideo> testVideos;
  private Optional<Setup> pretraining = Optional.empty();

  private Setup(
      ImmutableList<Expert> experts,
      CaptionEncoder captions,
      ImmutableList<CaptionedVideo> trainingVideos,
      ImmutableList<CaptionedVideo> testVideos) {
    this.experts = experts;
    this.captions = captions;
    this.trainingVideos = trainingVideos;
    this.testVideos = testVideos;
  }

  /**
   * The paper's model and training.
   *
   * @param experts of the model; of the videos, what other experts found is left out
   * @param captions the caption encoder, which stays the caller's
   * @param trainingVideos in memory
   * @param testVideos in memory; the first caption of each is the query
   */
  public static Setup of(
      List<Expert> experts,
      CaptionEncoder captions,
      List<CaptionedVideo> trainingVideos,
      List<CaptionedVideo> testVideos) {
    return new Setup(
        ImmutableList.copyOf(experts),
        captions,
        ImmutableList.copyOf(trainingVideos),
        ImmutableList.copyOf(testVideos));
  }

  /** Names of the experts, in the order that they were given in. */
  public List<String> experts() {
    return experts.stream().map(Expert::name).toList();
  }

  /**
   * Another form of the model.
   *
   * @throws IllegalArgumentException if the choices do not go together
   */
  public Setup with(Architecture.Choice... choices) {
    return copy(setup -> setup.architecture = architecture.with(choices));
  }

  /**
   * Some of the experts only.
   *
   * @throws IllegalArgumentException if one is none of this setup's
   */
  public Setup withExperts(Collection<String> names) {
    if (!experts().containsAll(names)) {
      throw new IllegalArgumentException(
          "experts to keep: found %s, expected some of %s".formatted(names, experts()));
    }
    return copy(
        setup ->
            setup.experts =
                experts.stream()
                    .filter(expert -> names.contains(expert.name()))
                    .collect(ImmutableList.toImmutableList()));
  }

  /** Another caption encoder, which stays the caller's. */
  public Setup withCaptionEncoder(CaptionEncoder encoder) {
    return copy(setup -> setup.captions = encoder);
  }

  /**
   * Other sizes, after those that were set before. Experts, caption encoder, architecture, and seed
   * are set later and count.
   */
  public Setup withModel(UnaryOperator<MmtModelBuilder> change) {
    return copy(setup -> setup.model = builder -> change.apply(model.apply(builder)));
  }

  /**
   * Changes the training configuration, after earlier changes. Called for each training anew, and
   * for what only describes one. The seed is set later and counts.
   */
  public Setup withTraining(UnaryOperator<TrainingConfig.Builder> change) {
    return copy(setup -> setup.training = config -> change.apply(training.apply(config)));
  }

  /**
   * Changes the trainer of each training: listeners, validation, loader threads. Checkpoints would
   * be mistaken for those of other seeds.
   */
  public Setup withTrainer(UnaryOperator<Trainer> change) {
    return copy(setup -> setup.following = trainer -> change.apply(following.apply(trainer)));
  }

  /** Other videos to train on. */
  public Setup withTrainingVideos(List<CaptionedVideo> videos) {
    return copy(setup -> setup.trainingVideos = ImmutableList.copyOf(videos));
  }

  /** Other videos to test on, such as those of a validation split. */
  public Setup withTestVideos(List<CaptionedVideo> videos) {
    return copy(setup -> setup.testVideos = ImmutableList.copyOf(videos));
  }

  /** Changes what experts found in every video, such as the times. */
  public Setup withVideos(UnaryOperator<VideoFeatures> change) {
    return withEach(video -> new CaptionedVideo(change.apply(video.video()), video.captions()));
  }

  /** Changes every caption, such as leaving out words; of the pretraining, too. */
  public Setup withCaptions(UnaryOperator<String> change) {
    Setup changed =
        withEach(
            video ->
                new CaptionedVideo(
                    video.video(),
                    video.captions().stream()
                        .map(change)
                        .collect(ImmutableList.toImmutableList())));
    return pretraining.isPresent()
        ? changed.pretrainedBy(pretraining.get().withCaptions(change))
        : changed;
  }

  private Setup copy(Consumer<Setup> change) {
    Setup copy = new Setup(experts, captions, trainingVideos, testVideos);
    copy.architecture = architecture;
    copy.model = model;
    copy.training = training;
    copy.following = following;
    copy.pretraining = pretraining;
    change.accept(copy);
    return copy;
  }

  private Setup withEach(UnaryOperator<CaptionedVideo> change) {
    return withTrainingVideos(trainingVideos.stream().map(change).toList())
        .withTestVideos(testVideos.stream().map(change).toList());
  }

  /**
   * Starts from what another setup trains, with the same seed (paper, section 4.3); it may have
   * other experts. It is trained for each such training anew.
   */
  public Setup pretrainedBy(Setup before) {
    return copy(setup -> setup.pretraining = Optional.of(before));
  }

  Optional<Setup> pretraining() {
    return pretraining;
  }

  CaptionEncoder captionEncoder() {
    return captions;
  }

  /** Videos to train on, with the experts' features only. */
  List<CaptionedVideo> trainingVideos() {
    return trainingVideos.stream().map(this::kept).toList();
  }

  /** Videos to test on, with the experts' features only. */
  List<CaptionedVideo> testVideos() {
    return testVideos.stream().map(this::kept).toList();
  }

  private CaptionedVideo kept(CaptionedVideo video) {
    VideoFeatures all = video.video();
    return new CaptionedVideo(
        VideoFeatures.of(all.id(), Maps.filterKeys(all.experts(), experts()::contains)),
        video.captions());
  }

  /** How the model is built, where nothing was trained before. The caller may go on. */
  MmtModelBuilder builder(long seed) {
    return model
        .apply(MmtModel.builder())
        .experts(experts)
        .captions(captions.shared())
        .architecture(architecture)
        .seed(seed);
  }

  /** How a model is trained. */
  Trainer trainer(long seed) {
    TrainingConfig config = training.apply(TrainingConfig.builder()).seed(seed).build();
    return following.apply(Trainer.of(config));
  }
}
