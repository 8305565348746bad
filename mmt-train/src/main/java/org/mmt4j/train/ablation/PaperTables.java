package org.mmt4j.train.ablation;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mmt4j.config.Aggregate;
import org.mmt4j.config.MissingExperts;
import org.mmt4j.config.VideoEncoder;
import org.mmt4j.config.VideoInput;
import org.mmt4j.words.StopWords;

/**
 * The ablations of the paper (section 4.3) with its figures: means and deviations over three seeds,
 * text-to-video retrieval on MSR-VTT 1k-A. Each row is a change to the published model.
 */
public final class PaperTables {

  private static final Splitter WORDS = Splitter.on(' ').omitEmptyStrings();

  /** Rows of Table 2: word embeddings, frozen or fine-tuned, and their pooling. */
  private static final ImmutableMap<String, PaperFigures> CAPTION_ENCODERS =
      ImmutableMap.<String, PaperFigures>builder()
          .put(
              "GrOVLE frozen, max pool",
              PaperFigures.of("Table 2", 31.8, 0.4, 14.7, 0.5, 63.1, 1.3))
          .put("GrOVLE frozen, LSTM", PaperFigures.of("Table 2", 36.4, 0.8, 10.3, 0.9, 44.2, 0.1))
          .put(
              "GrOVLE fine-tuned, max pool",
              PaperFigures.of("Table 2", 34.6, 0.1, 12.0, 0.0, 52.3, 0.8))
          .put(
              "GrOVLE fine-tuned, LSTM", PaperFigures.of("Table 2", 40.3, 0.5, 8.7, 0.5, 38.1, 0.7))
          .put(
              "BERT embeddings frozen, max pool",
              PaperFigures.of("Table 2", 39.4, 0.8, 9.7, 0.5, 46.5, 0.2))
          .put(
              "BERT embeddings frozen, LSTM",
              PaperFigures.of("Table 2", 36.4, 1.8, 10.7, 0.5, 42.2, 0.6))
          .put(
              "BERT embeddings fine-tuned, max pool",
              PaperFigures.of("Table 2", 44.2, 1.2, 7.3, 0.5, 35.6, 0.4))
          .put(
              "BERT embeddings fine-tuned, LSTM",
              PaperFigures.of("Table 2", 40.1, 1.0, 8.7, 0.5, 37.4, 0.5))
          .put("BERT frozen, [CLS]", PaperFigures.of("Table 2", 17.1, 0.2, 34.7, 1.2, 98.8, 0.8))
          .put("BERT fine-tuned, [CLS]", PaperFigures.of("Table 2", 54.0, 0.2, 4.0, 0.0, 26.7, 0.9))
          .buildOrThrow();

  private PaperTables() {}

  /**
   * Returns Table 1: pre-training, and captions without stop words. The base is trained from
   * scratch. The zero-shot rows are trained only on the videos of the pre-training and tested on
   * those of the base.
   *
   * @param pretraining setup of the pre-training; in the paper, all of HowTo100M with the motion
   *     and audio experts
   */
  public static AblationTable pretraining(Setup pretraining) {
    UnaryOperator<Setup> zeroShot = base -> pretraining.withTestVideos(base.testVideos());
    UnaryOperator<Setup> scratch = base -> base;
    UnaryOperator<Setup> tuned = base -> base.pretrainedBy(pretraining);
    return AblationTable.of(
        "Table 1: pre-training and stop words",
        List.of(
            allWords(
                "pre-training, zero-shot", zeroShot, PaperFigures.of("Table 1", 6.9, 160.0, 240.2)),
            contentWords(
                "pre-training, zero-shot", zeroShot, PaperFigures.of("Table 1", 14.4, 66.0, 148.1)),
            allWords(
                "from scratch",
                scratch,
                PaperFigures.of("Table 1", 54.0, 0.2, 4.0, 0.0, 26.7, 0.9)),
            contentWords(
                "from scratch",
                scratch,
                PaperFigures.of("Table 1", 50.0, 0.6, 5.3, 0.5, 28.5, 0.9)),
            allWords(
                "pre-training, fine-tuning",
                tuned,
                PaperFigures.of("Table 1", 57.1, 1.0, 4.0, 0.0, 24.0, 0.8)),
            contentWords(
                "pre-training, fine-tuning",
                tuned,
                PaperFigures.of("Table 1", 55.0, 0.7, 4.3, 0.5, 24.3, 0.3))));
  }

  private static Variant allWords(String name, UnaryOperator<Setup> change, PaperFigures figures) {
    return Variant.of(name + ", all words", change).withPaper(figures);
  }

  private static Variant contentWords(
      String name, UnaryOperator<Setup> change, PaperFigures figures) {
    return Variant.of(
            name + ", without stop words",
            base -> change.apply(base).withCaptions(PaperTables::withoutStopWords))
        .withPaper(figures);
  }

  private static String withoutStopWords(String caption) {
    return String.join(" ", StopWords.remove(WORDS.splitToList(caption)));
  }

  /**
   * Returns Table 2: caption encoders. Row names are, for example, "GrOVLE frozen, max pool", "BERT
   * embeddings fine-tuned, LSTM" and "BERT frozen, [CLS]".
   *
   * @param changes the changes to the base, by row name; the table has only these rows, in the
   *     paper's order
   * @throws IllegalArgumentException if a name is not a row of the table
   */
  public static AblationTable captionEncoders(Map<String, UnaryOperator<Setup>> changes) {
    if (!CAPTION_ENCODERS.keySet().containsAll(changes.keySet())) {
      throw new IllegalArgumentException(
          "rows of Table 2: found %s, expected names from %s"
              .formatted(changes.keySet(), CAPTION_ENCODERS.keySet()));
    }
    ImmutableList.Builder<Variant> rows = ImmutableList.builder();
    CAPTION_ENCODERS.forEach(
        (name, figures) ->
            Optional.ofNullable(changes.get(name))
                .ifPresent(change -> rows.add(Variant.of(name, change).withPaper(figures))));
    return AblationTable.of("Table 2: caption encoders", rows.build());
  }

  /**
   * Returns Table 3a: video encoders and their input. Without the transformer, the weights of
   * missing experts are redistributed to the others, as in the paper.
   */
  public static AblationTable videoEncoders() {
    return AblationTable.of(
        "Table 3a: video encoder and its input",
        List.of(
            Variant.of(
                    "NONE, max pool", base -> base.with(VideoEncoder.NONE, MissingExperts.SKIPPED))
                .withPaper(PaperFigures.of("Table 3a", 50.9, 1.5, 5.3, 0.5, 28.6, 0.5)),
            Variant.of(
                    "COLL, max pool",
                    base -> base.with(VideoEncoder.COLLABORATIVE_GATING, MissingExperts.SKIPPED))
                .withPaper(PaperFigures.of("Table 3a", 51.3, 0.8, 5.0, 0.0, 29.5, 1.8)),
            Variant.of("MMT, max pool", base -> base.with(VideoInput.AGGREGATES_ONLY))
                .withPaper(PaperFigures.of("Table 3a", 52.5, 0.7, 5.0, 0.0, 27.2, 0.7)),
            Variant.of("MMT, shuffled features", base -> base.with(VideoInput.SHUFFLED_FEATURES))
                .withPaper(PaperFigures.of("Table 3a", 53.3, 0.2, 5.0, 0.0, 27.4, 0.7)),
            Variant.of("MMT, ordered features", base -> base.with(VideoInput.ALL_FEATURES))
                .withPaper(PaperFigures.of("Table 3a", 54.0, 0.2, 4.0, 0.0, 26.7, 0.9))));
  }

  /** Returns Table 3b: initialization of the aggregates. */
  public static AblationTable aggregates() {
    return AblationTable.of(
        "Table 3b: initialisation of aggregates",
        List.of(
            Variant.of("zero", base -> base.with(Aggregate.ZERO))
                .withPaper(PaperFigures.of("Table 3b", 50.2, 0.9, 5.7, 0.5, 28.5, 1.3)),
            Variant.of("mean pool", base -> base.with(Aggregate.MEAN))
                .withPaper(PaperFigures.of("Table 3b", 54.2, 0.3, 5.0, 0.0, 27.1, 0.9)),
            Variant.of("max pool", base -> base.with(Aggregate.MAX))
                .withPaper(PaperFigures.of("Table 3b", 54.0, 0.2, 4.0, 0.0, 26.7, 0.9))));
  }

  /** Returns Table 3c: layers and attention heads of the transformer. */
  public static AblationTable sizes() {
    return AblationTable.of(
        "Table 3c: size of the transformer",
        List.of(
            size(2, PaperFigures.of("Table 3c", 53.2, 0.4, 5.0, 0.0, 26.7, 0.4)),
            size(4, PaperFigures.of("Table 3c", 54.0, 0.2, 4.0, 0.0, 26.7, 0.9)),
            size(8, PaperFigures.of("Table 3c", 53.9, 0.3, 4.7, 0.5, 26.7, 0.7))));
  }

  private static Variant size(int number, PaperFigures figures) {
    return Variant.of(
            "%d layers, %d heads".formatted(number, number),
            base -> base.withModel(model -> model.layers(number).heads(number)))
        .withPaper(figures);
  }

  /** Returns Figure 4, left: each expert alone. The paper plots mean ranks without numbers. */
  public static AblationTable oneExpert(List<String> experts) {
    return AblationTable.of(
        "Figure 4, left: one expert",
        experts.stream()
            .map(expert -> Variant.of("only " + expert, base -> base.withExperts(List.of(expert))))
            .toList());
  }

  /**
   * Returns Figure 4, middle: all experts except one. The paper plots mean ranks without numbers.
   */
  public static AblationTable allButOne(List<String> experts) {
    return AblationTable.of(
        "Figure 4, middle: all experts but one",
        experts.stream()
            .map(
                expert ->
                    Variant.of("without " + expert, base -> base.withExperts(others(base, expert))))
            .toList());
  }

  private static List<String> others(Setup base, String expert) {
    return base.experts().stream().filter(other -> !other.equals(expert)).toList();
  }
}
