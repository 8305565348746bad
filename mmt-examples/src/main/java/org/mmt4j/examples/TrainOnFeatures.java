package org.mmt4j.examples;

import com.google.common.io.Closer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mmt4j.MmtModel;
import org.mmt4j.MmtModelBuilder;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.features.CaptionColumns;
import org.mmt4j.features.FolderOptions;
import org.mmt4j.features.PublishedSplit;
import org.mmt4j.text.Bert;
import org.mmt4j.train.Checkpoints;
import org.mmt4j.train.Recipe;
import org.mmt4j.train.Trainer;
import org.mmt4j.train.TrainingConfig;
import org.mmt4j.train.evaluation.Evaluator;
import org.mmt4j.train.evaluation.RetrievalMetrics;
import org.mmt4j.train.evaluation.RetrievalTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a model on feature files, evaluates it and saves it. */
@Command(
    name = "train-on-features",
    sortOptions = false,
    description = "Trains a model on a published data set or on a folder of your own videos.",
    footer = {
      "Of a folder's videos, every tenth in the order of the captions is a test video, unless --test lists the test videos.",
      "To resume a stopped run, start it again with the same --checkpoints."
    })
public final class TrainOnFeatures implements Callable<Integer> {

  private static final int WORD_PIECES = 16;

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder with captions.tsv, .csv or .jsonl and the subfolder features; with --split, folder that contains data/MSRVTT/...")
  private Path data = Path.of("");

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Split of a published data set, such as miech.")
  private Optional<String> split = Optional.empty();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "MODEL_DIR",
      description = "Output folder for the trained model.")
  private Path out = Path.of("");

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description =
          "The paper's model sizes, batch sizes, learning rates and steps for a data set: ${COMPLETION-CANDIDATES}.")
  private Optional<KnownRecipe> recipe = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "MODEL_DIR",
      description =
          "Folder of a saved model to start from. The new model has its sizes and, without --bert, its caption encoder; the experts may differ.")
  private Optional<Path> from = Optional.empty();

  @Option(
      names = "--bert",
      paramLabel = "minilm|base|DIR",
      description = "Pretrained caption encoder (minilm; with --recipe base, as in the paper).")
  private Optional<String> bert = Optional.empty();

  @Option(
      names = "--words",
      description =
          "Maximum number of word pieces of a caption ("
              + WORD_PIECES
              + ", or the recipe's number).")
  private Optional<Integer> words = Optional.empty();

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description =
          "File with the ids of the test videos of a folder, one per line (every tenth video).")
  private Optional<Path> test = Optional.empty();

  @Option(
      names = "--columns",
      paramLabel = "ID,CAPTION",
      description = "Names or numbers of the columns of the captions of a folder.")
  private Optional<String> columns = Optional.empty();

  @Mixin private SkipOption skip = new SkipOption();

  @Mixin private SizeOptions sizes = new SizeOptions();

  @Mixin private ScheduleOptions schedule = new ScheduleOptions();

  @Option(names = "--seed", description = "Seed of the model and the training (${DEFAULT-VALUE}).")
  private long seed = 0;

  @Option(
      names = "--stream",
      description =
          "Reads training videos when they are needed, instead of all of them before the first step.")
  private boolean streams;

  @Option(
      names = "--validate-every",
      paramLabel = "STEPS",
      description =
          "Steps between evaluations on validation videos, which are not trained on: those of the split's validation list, or one in ten of a folder.")
  private Optional<Integer> validateEvery = Optional.empty();

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      description =
          "Folder for checkpoints; the run resumes from the newest one. With --validate-every, the best model is kept, too.")
  private Optional<Path> checkpoints = Optional.empty();

  @Option(
      names = "--checkpoint-every",
      paramLabel = "STEPS",
      description = "Steps between checkpoints (1000).")
  private Optional<Integer> checkpointEvery = Optional.empty();

  @Mixin private FollowOptions follow = new FollowOptions();

  /** Runs the program; {@code --help} lists its options. */
  public static void main(String[] arguments) {
    CommandRunner.main(new TrainOnFeatures(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    requireConsistentOptions();
    try (Closer closer = Closer.create()) {
      TrainingVideos videos = closer.register(videos());
      System.out.println(String.join(", ", videos.facts()));
      MmtModel start = start(videos.experts(), closer);
      List<CaptionedVideo> test = skip.reading(videos.test()::loadAll);
      Map<String, RetrievalMetrics> rows = new LinkedHashMap<>();
      rows.put("before training", Evaluator.of(start).evaluate(test));
      try (MmtModel trained = train(start, videos)) {
        rows.put("after training", Evaluator.of(trained).evaluate(test));
        System.out.println(RetrievalTable.format(rows));
        SkipOption.skipped(videos.test(), "test").ifPresent(System.out::println);
        trained.save(out);
        System.out.println("Model: " + out);
      }
    }
    return 0;
  }

  private void requireConsistentOptions() {
    OptionRules rules = new OptionRules(command);
    rules.excludes("--steps", "both set the length of the training", "--epochs");
    rules.excludes("--recipe", "the recipe sets the number of steps", "--epochs");
    rules.excludes("--recipe", "the recipe sets the sizes", SizeOptions.NAMES);
    rules.excludes("--recipe", "the recipe sets the learning rates", ScheduleOptions.RATES);
    rules.excludes("--recipe", "the recipe sets the number of word pieces", "--words");
    rules.excludes("--from", "the saved model sets the sizes", SizeOptions.NAMES);
    rules.excludes("--split", "the split has a list of test videos", "--test");
    rules.excludes("--split", "its captions are stored with the features", "--columns");
    rules.requires("--checkpoint-every", "--checkpoints");
    if (from.isPresent() && bert.isEmpty()) {
      rules.excludes(
          "--from",
          "the caption encoder of the saved model sets the number of word pieces",
          "--words");
    }
    if (checkpoints.map(TrainOnFeatures::normalized).equals(Optional.of(normalized(out)))) {
      throw rules.error("--out: expected a different folder than that of --checkpoints");
    }
    if (recipe.isPresent() && split.isPresent()) {
      requireSameDataSet(rules, recipe.get(), PublishedSplit.named(split.get()));
    }
  }

  private static Path normalized(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static void requireSameDataSet(
      OptionRules rules, KnownRecipe recipe, PublishedSplit split) {
    String folder = PublishedSplit.named(recipe.recipe().split()).folder();
    if (!folder.equals(split.folder())) {
      throw rules.error(
          "--recipe %s: expected a split of %s, found --split %s of %s"
              .formatted(recipe, folder, split.name(), split.folder()));
    }
  }

  private Optional<Recipe> paperRecipe() {
    return recipe.map(KnownRecipe::recipe);
  }

  private int wordPieces() {
    return words.or(() -> paperRecipe().map(Recipe::wordPieces)).orElse(WORD_PIECES);
  }

  private TrainingVideos videos() throws IOException {
    return split.isPresent()
        ? TrainingVideos.published(
            data,
            PublishedSplit.named(split.get()),
            paperRecipe().map(Recipe::experts),
            validateEvery.isPresent(),
            skip)
        : skip.reading(this::videosOfFolder);
  }

  private TrainingVideos videosOfFolder() throws IOException {
    return TrainingVideos.ofFolder(
        data,
        new FolderOptions(columns.map(CaptionColumns::parse), skip.skips()),
        wordPieces(),
        test,
        validateEvery.isPresent());
  }

  /** Returns the start model. The closer closes it and everything that it uses. */
  private MmtModel start(List<Expert> experts, Closer closer) throws IOException {
    Optional<MmtModel> saved = Optional.empty();
    if (from.isPresent()) {
      saved = Optional.of(MmtModel.load(from.get()));
      closer.register(saved.get()::close);
    }
    CaptionEncoder encoder = encoder(saved, closer);
    MmtModelBuilder builder =
        builder(saved, encoder).captions(encoder.shared()).experts(experts).seed(seed);
    saved.ifPresent(model -> FineTuning.initialize(builder, model, experts));
    MmtModel start = builder.build();
    closer.register(start::close);
    MmtModel atPrecision = schedule.atPrecision(start);
    closer.register(atPrecision::close);
    return atPrecision;
  }

  private CaptionEncoder encoder(Optional<MmtModel> saved, Closer closer) throws IOException {
    if (saved.isPresent() && bert.isEmpty()) {
      return saved.get().network().captionEncoder();
    }
    Bert encoder = Encoders.load(bert.orElse(recipe.isPresent() ? "base" : "minilm"), wordPieces());
    closer.register(encoder::close);
    return encoder;
  }

  private MmtModelBuilder builder(Optional<MmtModel> saved, CaptionEncoder encoder) {
    return paperRecipe()
        .map(known -> known.model(encoder))
        .or(() -> saved.map(FineTuning::sameSizes))
        .orElseGet(sizes::model);
  }

  private MmtModel train(MmtModel start, TrainingVideos videos) throws IOException {
    TrainingConfig.Builder config = schedule.config(paperRecipe()).seed(seed);
    validateEvery.ifPresent(config::evaluationSteps);
    Trainer trainer = Trainer.of(config.build());
    if (videos.validation().isPresent()) {
      trainer.validate(videos.validation().get());
    }
    checkpoints.map(this::checkpointsIn).ifPresent(trainer::checkpoints);
    follow.listen(trainer, videos.facts());
    return streams
        ? trainer.fit(start, videos.train())
        : trainer.fit(start, skip.reading(videos.train()::loadAll));
  }

  private Checkpoints checkpointsIn(Path directory) {
    Checkpoints defaults = Checkpoints.in(directory);
    return checkpointEvery.map(defaults::everySteps).orElse(defaults);
  }
}
