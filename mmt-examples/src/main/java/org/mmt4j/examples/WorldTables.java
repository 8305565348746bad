package org.mmt4j.examples;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.mmt4j.MmtModel;
import org.mmt4j.MmtModelBuilder;
import org.mmt4j.config.Architecture;
import org.mmt4j.config.VideoEncoder;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.examples.world.World;
import org.mmt4j.nn.Pooling;
import org.mmt4j.text.Bert;
import org.mmt4j.text.WordEmbeddings;
import org.mmt4j.text.WordPooling;
import org.mmt4j.train.ablation.AblationTable;
import org.mmt4j.train.ablation.Experiment;
import org.mmt4j.train.ablation.GreedySelection;
import org.mmt4j.train.ablation.ModelComplexity;
import org.mmt4j.train.ablation.PaperTables;
import org.mmt4j.train.ablation.Setup;

/** Runs the paper's tables on the rendered world. */
final class WorldTables {

  private static final ImmutableList<String> NAMES =
      ImmutableList.of("1", "2", "3", "sizes", "experts", "greedy", "complexity", "orderings");

  /** Of so many training clips, one is a validation clip of the greedy selection. */
  private static final int CLIPS_PER_VALIDATION_CLIP = 5;

  private final World world;
  private final Bert bert;
  private final QuickstartTraining training;
  private final List<Long> seeds;
  private final Experiment experiment;

  WorldTables(
      World world,
      Bert bert,
      QuickstartTraining training,
      List<Long> seeds,
      Experiment experiment) {
    this.world = world;
    this.bert = bert;
    this.training = training;
    this.seeds = seeds;
    this.experiment = experiment;
  }

  /**
   * Checks the names of tables.
   *
   * @throws IllegalArgumentException if a name is unknown
   */
  static void requireKnown(List<String> names) {
    if (!NAMES.containsAll(names)) {
      throw new IllegalArgumentException(
          "--tables: expected names out of %2$s, found %1$s".formatted(names, NAMES));
    }
  }

  /** Runs a table by its name. */
  void run(String name, AblationReport report) throws IOException {
    Setup base = training.setup();
    switch (name) {
      case "1" -> pretraining(report);
      case "2" -> captionEncoders(report);
      case "3" -> {
        add(PaperTables.videoEncoders(), base, report);
        add(PaperTables.aggregates(), base, report);
        add(PaperTables.sizes(), base, report);
      }
      case "sizes" -> add(PaperTables.sizes(), base, report);
      case "experts" -> {
        add(PaperTables.oneExpert(base.experts()), base, report);
        add(PaperTables.allButOne(base.experts()), base, report);
      }
      case "greedy" ->
          report.add(GreedySelection.BY_MEAN_RANK.run(withValidationClips(), seeds, experiment));
      case "complexity" -> report.add(complexity());
      case "orderings" -> Orderings.run(base, seeds, experiment, report);
      default -> throw new AssertionError(name);
    }
  }

  private void add(AblationTable table, Setup base, AblationReport report) throws IOException {
    report.add(table.run(base, seeds, experiment));
  }

  /** Returns the experts with the token types that they have in a model of all experts. */
  private List<Expert> typedExperts() {
    try (MmtModel all = training.model()) {
      return all.config().experts();
    }
  }

  private void pretraining(AblationReport report) throws IOException {
    Setup base =
        training
            .learningSetup(typedExperts())
            .withTraining(training -> training.frozenCaptionEncoder(true));
    Setup pretraining =
        base.withExperts(Pretraining.PRETRAINING_EXPERTS)
            .withTrainingVideos(Pretraining.noisy(world, 1));
    add(PaperTables.pretraining(pretraining), base, report);
  }

  /**
   * Runs the paper's comparison of BERT and its word embeddings with MiniLM. GrOVLE is untested,
   * because we could not obtain it.
   */
  private void captionEncoders(AblationReport report) throws IOException {
    Setup base = training.learningSetup(world.experts());
    try (WordEmbeddings max = WordEmbeddings.of(bert, new WordPooling.Columns(Pooling.MAX));
        WordEmbeddings lstm = WordEmbeddings.of(bert, WordPooling.Lstm.PUBLISHED)) {
      Map<String, UnaryOperator<Setup>> rows =
          ImmutableMap.of(
              "BERT embeddings frozen, max pool", setup -> frozenTable(setup, max),
              "BERT embeddings frozen, LSTM", setup -> frozenTable(setup, lstm),
              "BERT embeddings fine-tuned, max pool", setup -> setup.withCaptionEncoder(max),
              "BERT embeddings fine-tuned, LSTM", setup -> setup.withCaptionEncoder(lstm),
              "BERT frozen, [CLS]",
                  setup -> setup.withTraining(training -> training.frozenCaptionEncoder(true)),
              "BERT fine-tuned, [CLS]", setup -> setup);
      add(PaperTables.captionEncoders(rows), base, report);
    }
  }

  private static Setup frozenTable(Setup setup, WordEmbeddings words) {
    return setup
        .withCaptionEncoder(words)
        .withTraining(config -> config.freeze(WordEmbeddings.tableParameter()));
  }

  /** Trains on the first four fifths of the training clips and tests on the last fifth. */
  private Setup withValidationClips() {
    Setup base = training.setup();
    List<CaptionedVideo> clips = QuickstartTraining.captionedVideos(world.train(), video -> video);
    int pairs = clips.size() / QuickstartTraining.ORDER_PAIR;
    int trainClips = (pairs - pairs / CLIPS_PER_VALIDATION_CLIP) * QuickstartTraining.ORDER_PAIR;
    return base.withTrainingVideos(clips.subList(0, trainClips))
        .withTestVideos(clips.subList(trainClips, clips.size()));
  }

  private String complexity() {
    Map<String, ModelComplexity> rows = new LinkedHashMap<>();
    List<CaptionedVideo> test = training.test();
    for (VideoEncoder encoder : VideoEncoder.values()) {
      MmtModelBuilder builder = training.builder(world.experts());
      try (MmtModel model = builder.architecture(Architecture.PUBLISHED.with(encoder)).build()) {
        rows.put(
            encoder.name(),
            ModelComplexity.of(
                model,
                test.stream().map(CaptionedVideo::video).toList(),
                test.stream().map(clip -> clip.captions().get(0)).toList()));
      }
    }
    return ModelComplexity.format(rows);
  }
}
