package org.mmt4j.features;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmt4j.data.Expert;

/**
 * A split of a data set in the published layout into training and test videos, with the sizes and
 * the sampling of its reference configuration.
 *
 * <p>The constants are the published splits. {@link #of} and the methods {@code with...} define
 * others:
 *
 * <pre>{@code
 * PublishedSplit mine =
 *     PublishedSplit.of("mine", "MSRVTT", SplitLists.shuffled("my_train.txt", "my_test.txt"))
 *         .withExperts(PublishedSplit.MSRVTT_MIECH.experts());
 * }</pre>
 *
 * <p>Immutable. Two are equal if all their values are.
 */
public final class PublishedSplit {

  private static final String LISTS = "symlinked-feats";
  private static final String DOUBLED_LISTS = LISTS + "/" + LISTS;
  private static final int MAX_FEATURES = 30;

  /** MSR-VTT 1k-A, the split of JSFusion: one given caption per test video. */
  public static final PublishedSplit MSRVTT_JSFUSION =
      msrvtt(
          "jsfusion",
          new SplitLists.Shuffled(
              List.of("train_list_jsfusion.txt"),
              "val_list_jsfusion.txt",
              Optional.of("jsfusion_val_caption_idx.pkl"),
              Set.of()));

  /** MSR-VTT 1k-B, the split of Miech et al. */
  public static final PublishedSplit MSRVTT_MIECH =
      msrvtt("miech", SplitLists.shuffled("train_list_miech.txt", "test_list_miech.txt"));

  /** The official split of MSR-VTT. */
  public static final PublishedSplit MSRVTT_FULL = msrvtt("full", official(497));

  /** ActivityNet tested on val1: the sentences of a video form one paragraph of 100 words. */
  public static final PublishedSplit ACTIVITYNET_VAL1 =
      of("val1", "activity-net", SplitLists.shuffled("train_list.txt", "val_1_list.txt"))
          .withExperts(s3dAndVggish())
          .withMaxFeatures(100)
          .withSampling(
              Sampling.PAPER
                  .withRule(CaptionRule.ofWords(100))
                  .withCaptionSelection(CaptionSelection.CONCATENATED));

  /**
   * LSMDC with the 1000 test clips of its challenge. As in the reference, the five clips without
   * captions are skipped. Its training list names a clip for each of its sentences; each line is an
   * entry, so that such a clip is drawn more often.
   */
  public static final PublishedSplit LSMDC =
      of(
              "lsmdc",
              "LSMDC",
              new SplitLists.Shuffled(
                  List.of("LSMDC16_annos_training.csv"),
                  "LSMDC16_challenge_1000_publictect.csv",
                  Optional.empty(),
                  Set.of(
                      "0024_THE_LORD_OF_THE_RINGS_THE_FELLOWSHIP_OF_THE_RING_00.31.10.217-00.31.10.706",
                      "1014_2012_00.01.21.399-00.01.23.997",
                      "1014_2012_00.27.58.174-00.27.59.021",
                      "1018_Body_Of_Lies_00.42.15.677-00.42.18.534",
                      "1037_The_Curious_Case_Of_Benjamin_Button_02.25.14.743-02.25.17.312")))
          .withExperts(sevenExperts(128))
          .withSampling(Sampling.PAPER.withCaptionSelection(CaptionSelection.CONCATENATED));

  /**
   * DiDeMo. The authors' code reads it, but they published no configuration: as its defaults are,
   * each caption is one sentence of at most 30 words. For paragraphs use {@link
   * CaptionSelection#CONCATENATED}.
   */
  public static final PublishedSplit DIDEMO = unconfigured("didemo", "DiDeMo", 1065);

  /** MSVD, with the defaults of the authors' code as for {@link #DIDEMO}. */
  public static final PublishedSplit MSVD = unconfigured("msvd", "MSVD", 670);

  /** YouCook2, with the defaults of the authors' code as for {@link #DIDEMO}. */
  public static final PublishedSplit YOUCOOK2 = unconfigured("youcook2", "YouCook2", 3310);

  /** HowTo100M as in the published configuration: 30 words and the 30 s around them. */
  public static final PublishedSplit HOWTO100M = howto100m("howto100m", 30);

  /** HowTo100M as in the paper: 100 words, 100 s, 100 features. */
  public static final PublishedSplit HOWTO100M_PAPER = howto100m("howto100m-paper", 100);

  private static final List<PublishedSplit> ALL =
      List.of(
          MSRVTT_JSFUSION,
          MSRVTT_MIECH,
          MSRVTT_FULL,
          ACTIVITYNET_VAL1,
          LSMDC,
          DIDEMO,
          MSVD,
          YOUCOOK2,
          HOWTO100M,
          HOWTO100M_PAPER);

  private record Values(
      String name,
      String folder,
      String listFolder,
      SplitLists lists,
      List<Expert> experts,
      int maxFeatures,
      Sampling sampling) {}

  private final Values values;

  private PublishedSplit(Values values) {
    this.values = values;
  }

  /**
   * Returns a split whose lists are in {@code symlinked-feats}, without experts, with 30 features
   * per expert and {@link Sampling#PAPER}.
   *
   * @param name name that users type
   * @param folder folder of the data set in the published layout, below {@code data}
   * @param lists lists of the videos of each subset
   */
  public static PublishedSplit of(String name, String folder, SplitLists lists) {
    return new PublishedSplit(
        new Values(name, folder, LISTS, lists, List.of(), MAX_FEATURES, Sampling.PAPER));
  }

  /**
   * Returns the split with a name.
   *
   * @throws IllegalArgumentException if there is no such split; the message lists the valid names
   */
  public static PublishedSplit named(String name) {
    return ALL.stream()
        .filter(split -> split.name().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "split: found \""
                        + name
                        + "\", expected one of "
                        + ALL.stream().map(PublishedSplit::name).toList()));
  }

  /** Returns the name that users type. */
  public String name() {
    return values.name;
  }

  /** Returns the folder of the data set in the published layout, below {@code data}. */
  public String folder() {
    return values.folder;
  }

  /**
   * Returns the folder of the lists, below {@link #folder}. A doubled folder, {@code
   * symlinked-feats/symlinked-feats}, may also be a single one on disk.
   */
  public String listFolder() {
    return values.listFolder;
  }

  /** Returns the lists of the videos of each subset. */
  public SplitLists lists() {
    return values.lists;
  }

  /**
   * Returns the experts that the configuration reads, in alphabetical order as in its checkpoints.
   */
  public List<Expert> experts() {
    return values.experts;
  }

  /** Returns the maximum number of features per expert that the encoder reads. */
  public int maxFeatures() {
    return values.maxFeatures;
  }

  /**
   * Returns which captions, words and seconds are read. If each caption of a video is one sentence,
   * the reference trains on one random caption ({@code CaptionSelection.shuffled(1)}).
   */
  public Sampling sampling() {
    return values.sampling;
  }

  /** Returns the same split with its lists in a different folder. */
  public PublishedSplit withListFolder(String listFolder) {
    return new PublishedSplit(
        new Values(name(), folder(), listFolder, lists(), experts(), maxFeatures(), sampling()));
  }

  /** Returns the same split with different experts. */
  public PublishedSplit withExperts(List<Expert> experts) {
    return new PublishedSplit(
        new Values(
            name(),
            folder(),
            listFolder(),
            lists(),
            List.copyOf(experts),
            maxFeatures(),
            sampling()));
  }

  /**
   * Returns the same split with a different maximum number of features per expert.
   *
   * @throws IllegalArgumentException if {@code maxFeatures} is less than 1
   */
  public PublishedSplit withMaxFeatures(int maxFeatures) {
    if (maxFeatures < 1) {
      throw new IllegalArgumentException(
          "maximum number of features: found " + maxFeatures + ", expected at least 1");
    }
    return new PublishedSplit(
        new Values(name(), folder(), listFolder(), lists(), experts(), maxFeatures, sampling()));
  }

  /** Returns the same split with a different sampling. */
  public PublishedSplit withSampling(Sampling sampling) {
    return new PublishedSplit(
        new Values(name(), folder(), listFolder(), lists(), experts(), maxFeatures(), sampling));
  }

  private static PublishedSplit msrvtt(String name, SplitLists lists) {
    return of(name, "MSRVTT", lists).withExperts(sevenExperts(512));
  }

  private static SplitLists official(int trn) {
    return new SplitLists.Official("train_list.txt", "val_list.txt", "test_list.txt", trn);
  }

  /**
   * Returns a split without a published configuration, whose lists are one folder deeper, as in the
   * reference.
   */
  private static PublishedSplit unconfigured(String name, String folder, int trn) {
    return of(name, folder, official(trn)).withListFolder(DOUBLED_LISTS);
  }

  /** Returns a split of HowTo100M, whose lists are one folder deeper, as in the reference. */
  private static PublishedSplit howto100m(String name, int size) {
    SplitLists lists =
        new SplitLists.Fixed(
            "train_list_full.txt", "trn_list_full.txt", "val_list_full.txt", "test_list_full.txt");
    return of(name, "howto100m", lists)
        .withListFolder(DOUBLED_LISTS)
        .withExperts(s3dAndVggish())
        .withMaxFeatures(size)
        .withSampling(
            Sampling.PAPER
                .withRule(CaptionRule.ofWords(size))
                .withCaptions(1)
                .withClip(ClipWindow.of(size, size)));
  }

  /**
   * Returns the seven experts of short videos.
   *
   * @param face dimension of the face expert
   */
  private static List<Expert> sevenExperts(int face) {
    return List.of(
        Expert.of("face", face),
        Expert.of("ocr", 300),
        Expert.of("rgb", 2048),
        Expert.of("s3d", 1024),
        Expert.of("scene", 2208),
        Expert.of("speech", 300),
        Expert.of("vggish", 128));
  }

  private static List<Expert> s3dAndVggish() {
    return List.of(Expert.of("s3d", 1024), Expert.of("vggish", 128));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PublishedSplit split && values.equals(split.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString().replaceFirst("Values", "PublishedSplit");
  }
}
