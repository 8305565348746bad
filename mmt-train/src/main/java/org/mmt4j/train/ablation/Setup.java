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
 * A model, its training and its test videos, without the seed. Immutable: each {@code with} method
 * returns a changed copy. Defaults are the paper's values.
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
  private UnaryOperator<Trainer> trainerChange = trainer -> trainer;
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
   * Returns a setup with the paper's model and training.
   *
   * @param experts experts of the model; features of other experts are skipped
   * @param captions the caption encoder, which the caller still owns
   * @param trainingVideos videos to train on
   * @param testVideos videos to test on; the first caption of each is the query
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

  /** Returns the names of the experts, in the given order. */
  public List<String> experts() {
    return experts.stream().map(Expert::name).toList();
  }

  /**
   * Returns a copy with a different architecture.
   *
   * @throws IllegalArgumentException if the choices are not compatible
   */
  public Setup with(Architecture.Choice... choices) {
    return copy(setup -> setup.architecture = architecture.with(choices));
  }

  /**
   * Returns a copy with some of the experts.
   *
   * @throws IllegalArgumentException if a name is not an expert of this setup
   */
  public Setup withExperts(Collection<String> names) {
    if (!experts().containsAll(names)) {
      throw new IllegalArgumentException(
          "experts to keep: found %s, expected names from %s".formatted(names, experts()));
    }
    return copy(
        setup ->
            setup.experts =
                experts.stream()
                    .filter(expert -> names.contains(expert.name()))
                    .collect(ImmutableList.toImmutableList()));
  }

  /** Returns a copy with a different caption encoder, which the caller still owns. */
  public Setup withCaptionEncoder(CaptionEncoder encoder) {
    return copy(setup -> setup.captions = encoder);
  }

  /**
   * Returns a copy that changes the model builder, after earlier changes. Experts, caption encoder,
   * architecture and seed are set afterwards and override the change.
   */
  public Setup withModel(UnaryOperator<MmtModelBuilder> change) {
    return copy(setup -> setup.model = builder -> change.apply(model.apply(builder)));
  }

  /**
   * Returns a copy that changes the training configuration, after earlier changes. The function is
   * called for every training and for every description of one. The seed is set afterwards and
   * overrides the change.
   */
  public Setup withTraining(UnaryOperator<TrainingConfig.Builder> change) {
    return copy(setup -> setup.training = config -> change.apply(training.apply(config)));
  }

  /**
   * Returns a copy that changes the trainer of each training: listeners, validation videos, loader
   * threads. Do not set checkpoints: trainings with different seeds would share the directory.
   */
  public Setup withTrainer(UnaryOperator<Trainer> change) {
    return copy(
        setup -> setup.trainerChange = trainer -> change.apply(trainerChange.apply(trainer)));
  }

  /** Returns a copy with different training videos. */
  public Setup withTrainingVideos(List<CaptionedVideo> videos) {
    return copy(setup -> setup.trainingVideos = ImmutableList.copyOf(videos));
  }

  /** Returns a copy with different test videos, such as those of a validation split. */
  public Setup withTestVideos(List<CaptionedVideo> videos) {
    return copy(setup -> setup.testVideos = ImmutableList.copyOf(videos));
  }

  /** Returns a copy that changes the features of every video, such as the times. */
  public Setup withVideos(UnaryOperator<VideoFeatures> change) {
    return withEach(video -> new CaptionedVideo(change.apply(video.video()), video.captions()));
  }

  /**
   * Returns a copy that changes every caption, for example removes words, including those of the
   * pre-training.
   */
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
    copy.trainerChange = trainerChange;
    copy.pretraining = pretraining;
    change.accept(copy);
    return copy;
  }

  private Setup withEach(UnaryOperator<CaptionedVideo> change) {
    return withTrainingVideos(trainingVideos.stream().map(change).toList())
        .withTestVideos(testVideos.stream().map(change).toList());
  }

  /**
   * Returns a copy that starts from the trained model of another setup with the same seed (paper,
   * section 4.3). The other setup may have different experts. It is trained again for each
   * training.
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

  /** Returns the training videos, with only the features of the experts. */
  List<CaptionedVideo> trainingVideos() {
    return trainingVideos.stream().map(this::withSelectedExperts).toList();
  }

  /** Returns the test videos, with only the features of the experts. */
  List<CaptionedVideo> testVideos() {
    return testVideos.stream().map(this::withSelectedExperts).toList();
  }

  private CaptionedVideo withSelectedExperts(CaptionedVideo video) {
    VideoFeatures all = video.video();
    return new CaptionedVideo(
        VideoFeatures.of(all.id(), Maps.filterKeys(all.experts(), experts()::contains)),
        video.captions());
  }

  /** Returns a builder of the model, without pre-training. */
  MmtModelBuilder builder(long seed) {
    return model
        .apply(MmtModel.builder())
        .experts(experts)
        .captions(captions.shared())
        .architecture(architecture)
        .seed(seed);
  }

  /** Returns a trainer for that seed. */
  Trainer trainer(long seed) {
    TrainingConfig config = training.apply(TrainingConfig.builder()).seed(seed).build();
    return trainerChange.apply(Trainer.of(config));
  }
}
