package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.mmt4j.MmtModel;
import org.mmt4j.MmtModelBuilder;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.data.Expert;
import org.mmt4j.loss.MaxMarginRankingLoss;

/**
 * How the paper trains on a data set (section 4.2), with what only the authors' published
 * configurations say.
 *
 * <pre>{@code
 * Recipe recipe = Recipe.msrvtt();
 * BertOptions options = BertOptions.DEFAULTS.withMaxTokens(recipe.wordPieces());
 * try (MmtModel start = recipe.model(Bert.baseCased(true, options)).build();
 *     MmtModel trained = Trainer.of(recipe.training().build()).fit(start, videos)) {
 *   trained.save(directory);
 * }
 * }</pre>
 *
 * <p>Pre-training, zero-shot evaluation and fine-tuning (section 4.3), with an encoder that the
 * models share:
 *
 * <pre>{@code
 * Recipe before = Recipe.howTo100m();
 * Recipe after = Recipe.msrvtt();
 * try (Bert bert = Bert.baseCased();
 *     MmtModel empty = before.model(bert.shared()).build();
 *     MmtModel pretrained = Trainer.of(before.training().build()).fit(empty, narrated);
 *     MmtModel start = after.model(bert.shared()).initializedFrom(pretrained).build();
 *     MmtModel finetuned = Trainer.of(after.training().build()).fit(start, videos)) {
 *   RetrievalMetrics zeroShot = Evaluator.of(pretrained).evaluate(test);
 *   ...
 * }
 * }</pre>
 *
 * <p>Differences from the authors' code: videos have their turn once an epoch, where theirs can
 * draw one twice into a batch; and theirs changes the rate between epochs of 1000 steps (10 000 for
 * HowTo100M), which gives the same rates.
 *
 * @param split name of the published split of the data set, as mmt-features' {@code
 *     PublishedSplit.named} takes it
 * @param experts that the published configuration reads, in alphabetical order
 * @param tokenTypes rows of the expert embedding table
 * @param maxFeatures features an expert that the video encoder reads
 * @param maxSeconds seconds with a temporal embedding of their own
 * @param wordPieces of a caption that the caption encoder reads
 * @param steps updates
 * @param batchSize pairs in a batch
 * @param decay factor of the learning rate at each decay
 * @param decaySteps updates between two decays
 */
public record Recipe(
    String split,
    List<Expert> experts,
    int tokenTypes,
    int maxFeatures,
    int maxSeconds,
    int wordPieces,
    int steps,
    int batchSize,
    double decay,
    int decaySteps) {

  /** Copies the experts. */
  public Recipe {
    experts = List.copyOf(experts);
  }

  /** d_model (paper, section 4.2). */
  public static final int HIDDEN_SIZE = 512;

  /** Layers of the video encoder (paper, section 4.2). */
  public static final int LAYERS = 4;

  /** Attention heads of the video encoder (paper, section 4.2). */
  public static final int HEADS = 4;

  /** Width inside the video encoder's feed-forward layers (paper, section 4.2). */
  public static final int FEED_FORWARD = 3072;

  /** Dropout of the video encoder; also BERT's (paper, section 4.2). */
  public static final double DROPOUT = 0.1;

  /** Margin of the ranking loss (paper, section 4.2). */
  public static final double MARGIN = 0.05;

  /** Initial learning rate (paper, section 4.2). */
  public static final double LEARNING_RATE = 5e-5;

  /**
   * MSR-VTT, split 1k-A ({@code jsfusion}): 50 000 steps of 32 pairs, the rate times 0.95 every
   * 1000 (paper, section 4.2). Seven experts, 19 token types, 30 features, seconds and word pieces:
   * configuration {@code MSRVTT_jsfusion}; split 1k-B ({@code miech}) has the same.
   */
  public static Recipe msrvtt() {
    return new Recipe("jsfusion", sevenExperts(512), 19, 30, 30, 30, 50_000, 32, 0.95, 1000);
  }

  /**
   * ActivityNet, tested on val1: as {@link #msrvtt} but for a factor of 0.90 (paper, section 4.2).
   * Two experts, 10 token types, 100 features, seconds and word pieces: configuration {@code
   * ActivityNet_val1}. The authors' other one, with 19 token types and batches of 24, is what a
   * model of {@link #howTo100m} can be loaded into: {@code model(encoder).tokenTypes(19)}.
   */
  public static Recipe activityNet() {
    return new Recipe("val1", motionAndAudio(), 10, 100, 100, 100, 50_000, 32, 0.90, 1000);
  }

  /**
   * LSMDC: as {@link #msrvtt} (paper, section 4.2). Faces have 128 dimensions and there are 10
   * token types in configuration {@code LSMDC_full}; to start from a model of {@link #howTo100m},
   * {@code model(encoder).tokenTypes(19)}.
   */
  public static Recipe lsmdc() {
    return new Recipe("lsmdc", sevenExperts(128), 10, 30, 30, 30, 50_000, 32, 0.95, 1000);
  }

  /**
   * HowTo100M as published models are pre-trained: 2 000 000 steps of 64 pairs, the rate times 0.98
   * every 10 000 (paper, section 4.2). Two experts, 19 token types: configuration {@code
   * HowTo100M_full}. It reads 30 words and 30 seconds where the paper says 100; {@link
   * #howTo100mPaper} is the paper's.
   */
  public static Recipe howTo100m() {
    return narrated("howto100m", 30);
  }

  /**
   * HowTo100M as the paper says: 100 words and the 100 seconds closest to them (section 4.2),
   * otherwise as {@link #howTo100m}. The paper does not give the number of features and word
   * pieces; 100 is ActivityNet's. No model of fewer seconds can start from it.
   */
  public static Recipe howTo100mPaper() {
    return narrated("howto100m-paper", 100);
  }

  private static Recipe narrated(String split, int size) {
    return new Recipe(split, motionAndAudio(), 19, size, size, size, 2_000_000, 64, 0.98, 10_000);
  }

  /** The learning rate of each step. */
  public LearningRateSchedule learningRate() {
    return LearningRateSchedule.exponentialDecay(LEARNING_RATE, decay, decaySteps);
  }

  /** Returns a builder of the model, which owns the encoder: to be changed further or built. */
  public MmtModelBuilder model(CaptionEncoder captions) {
    return MmtModel.builder()
        .captions(captions)
        .experts(experts)
        .tokenTypes(tokenTypes)
        .maxFeatures(maxFeatures)
        .maxSeconds(maxSeconds)
        .hiddenSize(HIDDEN_SIZE)
        .layers(LAYERS)
        .heads(HEADS)
        .feedForward(FEED_FORWARD)
        .dropout(DROPOUT);
  }

  /** Returns the training configuration, to be changed further or built. */
  public TrainingConfig.Builder training() {
    return TrainingConfig.builder()
        .steps(steps)
        .batchSize(batchSize)
        .learningRate(learningRate())
        .optimizer(Adam.PUBLISHED)
        .loss(MaxMarginRankingLoss.of(MARGIN));
  }

  /**
   * @param face dimension of the face expert
   */
  private static ImmutableList<Expert> sevenExperts(int face) {
    return ImmutableList.of(
        Expert.of("face", face),
        Expert.of("ocr", 300),
        Expert.of("rgb", 2048),
        Expert.of("s3d", 1024),
        Expert.of("scene", 2208),
        Expert.of("speech", 300),
        Expert.of("vggish", 128));
  }

  private static ImmutableList<Expert> motionAndAudio() {
    return ImmutableList.of(Expert.of("s3d", 1024), Expert.of("vggish", 128));
  }
}
