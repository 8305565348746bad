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
import org.mmt4j.features.PublishedSplit;
import org.mmt4j.text.Bert;
import org.mmt4j.train.Checkpoints;
import org.mmt4j.train.Recipe;
import org.mmt4j.train.Trainer;
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
    description = "Trains a model on a published data set or a folder of your own videos.",
    footer = {
      "Of a folder's videos, in the order of the captions, every tenth is tested on, unless --test names others.",
      "A run that was stopped goes on if it is started again with the same --checkpoints."
    })
public final class TrainOnFeatures implements Callable<Integer> {

  private static final int WORDS = 16;

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder of captions.tsv or captions.jsonl and features; with --split, folder that holds data/MSRVTT/...")
  private Path data = Path.of("");

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Split of a published data set to train and test on, such as miech.")
  private Optional<String> split = Optional.empty();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "MODEL_DIR",
      description = "Where the trained model goes.")
  private Path out = Path.of("");

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description =
          "The paper's sizes, batches, rates and steps for a data set: ${COMPLETION-CANDIDATES}.")
  private Optional<KnownRecipe> recipe = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "MODEL_DIR",
      description =
          "A saved model to start from, perhaps of other experts: its sizes, and its caption encoder unless there is --bert.")
  private Optional<Path> from = Optional.empty();

  @Option(
      names = "--bert",
      paramLabel = "minilm|base|DIR",
      description = "Caption encoder to start from (minilm; with --recipe base, the paper's).")
  private Optional<String> bert = Optional.empty();

  @Option(
      names = "--words",
      description = "Word pieces of a caption that it reads (" + WORDS + ", or the recipe's).")
  private Optional<Integer> words = Optional.empty();

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "Of a folder's videos those to test on, one a line (every tenth).")
  private Optional<Path> test = Optional.empty();

  @Mixin private SizeOptions sizes = new SizeOptions();

  @Mixin private ScheduleOptions schedule = new ScheduleOptions();

  @Option(names = "--seed", description = "Seed of model and training (${DEFAULT-VALUE}).")
  private long seed = 0;

  @Option(
      names = "--stream",
      description =
          "Reads the videos to train on when it is their turn, instead of all of them before the first step.")
  private boolean streams;

  @Option(
      names = "--validate-every",
      paramLabel = "STEPS",
      description =
          "Evaluates every so many steps, on videos that are then not trained on: those of the split's validation list, or one in ten of a folder.")
  private Optional<Integer> validateEvery = Optional.empty();

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      description =
          "Folder for checkpoints; goes on from the newest one there. With --validate-every it keeps the best model, too.")
  private Optional<Path> checkpoints = Optional.empty();

  @Option(
      names = "--checkpoint-every",
      paramLabel = "STEPS",
      description = "Steps between checkpoints (1000).")
  private Optional<Integer> checkpointEvery = Optional.empty();

  @Mixin private FollowOptions follow = new FollowOptions();

  /** Runs it; {@code --help} says how. */
  public static void main(String[] arguments) {
    CommandRunner.main(new TrainOnFeatures(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    requireFitting();
    try (Closer closer = Closer.create()) {
      TrainingVideos videos = closer.register(videos());
      System.out.println(String.join(", ", videos.facts()));
      MmtModel start = start(videos.experts(), closer);
      List<CaptionedVideo> test = videos.test().loadAll();
      Map<String, RetrievalMetrics> rows = new LinkedHashMap<>();
      rows.put("before training", Evaluator.of(start).evaluate(test));
      try (MmtModel trained = trainer(start, videos).run()) {
        rows.put("after training", Evaluator.of(trained).evaluate(test));
        System.out.println(RetrievalTable.format(rows));
        trained.save(out);
        System.out.println("Model: " + out);
      }
    }
    return 0;
  }

  private void requireFitting() {
    OptionRules rules = new OptionRules(command);
    rules.alone("--steps", "both say how long to train", "--epochs");
    rules.alone("--recipe", "a recipe has a number of steps", "--epochs");
    rules.alone("--recipe", "a recipe has sizes", SizeOptions.NAMES);
    rules.alone("--recipe", "a recipe has rates", ScheduleOptions.RATES);
    rules.alone("--recipe", "a recipe has a number of word pieces", "--words");
    rules.alone("--from", "the model has sizes", SizeOptions.NAMES);
    rules.alone("--split", "a split has a list to test on", "--test");
    rules.needs("--checkpoint-every", "--checkpoints");
    if (from.isPresent() && bert.isEmpty()) {
      rules.alone("--from", "the model's caption encoder has a number of word pieces", "--words");
    }
    if (checkpoints.map(TrainOnFeatures::whole).equals(Optional.of(whole(out)))) {
      throw rules.error("--out: found the folder of --checkpoints, expected another");
    }
    if (recipe.isPresent() && split.isPresent()) {
      requireSameData(rules, recipe.get(), PublishedSplit.named(split.get()));
    }
  }

  private static Path whole(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static void requireSameData(OptionRules rules, KnownRecipe recipe, PublishedSplit split) {
    String folder = PublishedSplit.named(recipe.recipe().split()).folder();
    if (!folder.equals(split.folder())) {
      throw rules.error(
          "--recipe: found %s with --split %s, which is of %s, expected a split of %s"
              .formatted(recipe, split.name(), split.folder(), folder));
    }
  }

  private Optional<Recipe> settings() {
    return recipe.map(KnownRecipe::recipe);
  }

  private int wordPieces() {
    return words.or(() -> settings().map(Recipe::wordPieces)).orElse(WORDS);
  }

  private TrainingVideos videos() throws IOException {
    return split.isPresent()
        ? TrainingVideos.published(
            data,
            PublishedSplit.named(split.get()),
            settings().map(Recipe::experts),
            validateEvery.isPresent())
        : TrainingVideos.ofFolder(data, wordPieces(), test, validateEvery.isPresent());
  }

  /** The model to start from; what it needs stays open until the closer closes. */
  private MmtModel start(List<Expert> experts, Closer closer) throws IOException {
    Optional<MmtModel> before = Optional.empty();
    if (from.isPresent()) {
      before = Optional.of(MmtModel.load(from.get()));
      closer.register(before.get()::close);
    }
    CaptionEncoder encoder = encoder(before, closer);
    MmtModelBuilder builder = sized(before, encoder).captions(encoder).experts(experts).seed(seed);
    before.ifPresent(model -> FineTuning.initialize(builder, model, experts));
    MmtModel start = builder.build();
    closer.register(start::close);
    return start;
  }

  private CaptionEncoder encoder(Optional<MmtModel> before, Closer closer) throws IOException {
    if (before.isPresent() && bert.isEmpty()) {
      return before.get().network().captionEncoder();
    }
    Bert encoder = Encoders.load(bert.orElse(recipe.isPresent() ? "base" : "minilm"), wordPieces());
    closer.register(encoder::close);
    return encoder;
  }

  private MmtModelBuilder sized(Optional<MmtModel> before, CaptionEncoder encoder) {
    return settings()
        .map(known -> known.model(encoder))
        .or(() -> before.map(FineTuning::sameSizes))
        .orElseGet(sizes::model);
  }

  private Trainer trainer(MmtModel start, TrainingVideos videos) throws IOException {
    Trainer trainer = schedule.trainer(start, settings()).seed(seed);
    if (streams) {
      trainer.data(videos.train());
    } else {
      trainer.data(videos.train().loadAll());
    }
    if (videos.validation().isPresent()) {
      trainer.validate(videos.validation().get().loadAll(), validateEvery.orElseThrow());
    }
    checkpoints.map(this::checkpointsIn).ifPresent(trainer::checkpoints);
    follow.listen(trainer, videos.facts());
    return trainer;
  }

  private Checkpoints checkpointsIn(Path directory) {
    Checkpoints usual = Checkpoints.in(directory);
    return checkpointEvery.map(usual::everySteps).orElse(usual);
  }
}
