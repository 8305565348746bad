package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Locale;
import java.util.Optional;
import org.mmt4j.data.Expert;

/**
 * A published split of a data set into training and test videos, with the sizes and the sampling of
 * its reference configuration.
 *
 * @param name name that users type
 * @param folder folder of the data set in the published layout, below {@code data}
 * @param listFolder folder of the lists, below {@code folder}
 * @param lists lists of the videos of each subset
 * @param experts experts that the configuration reads, in alphabetical order as in its checkpoints
 * @param maxFeatures maximum number of features per expert that the encoder reads
 * @param sampling which captions, words and seconds are read. If each caption of a video is one
 *     sentence, the reference trains on one random caption ({@code CaptionPicking.shuffled(1)})
 */
public record PublishedSplit(
    String name,
    String folder,
    String listFolder,
    SplitLists lists,
    ImmutableList<Expert> experts,
    int maxFeatures,
    Sampling sampling) {

  private static final String LISTS = "symlinked-feats";

  /** MSR-VTT 1k-A, the split of JSFusion: one given caption per test video. */
  public static final PublishedSplit MSRVTT_JSFUSION =
      msrvtt(
          "jsfusion",
          new SplitLists.Shuffled(
              ImmutableList.of("train_list_jsfusion.txt"),
              "val_list_jsfusion.txt",
              Optional.of("jsfusion_val_caption_idx.pkl"),
              ImmutableSet.of()));

  /** MSR-VTT 1k-B, the split of Miech et al. */
  public static final PublishedSplit MSRVTT_MIECH =
      msrvtt("miech", SplitLists.shuffled("train_list_miech.txt", "test_list_miech.txt"));

  /** The official split of MSR-VTT, trained on the training and the validation videos. */
  public static final PublishedSplit MSRVTT_FULL =
      msrvtt(
          "full",
          new SplitLists.Shuffled(
              ImmutableList.of("train_list.txt", "val_list.txt"),
              "test_list.txt",
              Optional.empty(),
              ImmutableSet.of()));

  /** ActivityNet tested on val1: the sentences of a video form one paragraph of 100 words. */
  public static final PublishedSplit ACTIVITYNET_VAL1 =
      new PublishedSplit(
          "val1",
          "activity-net",
          LISTS,
          SplitLists.shuffled("train_list.txt", "val_1_list.txt"),
          s3dAndVggish(),
          100,
          Sampling.PAPER
              .withRule(CaptionRule.ofWords(100))
              .withPicking(CaptionPicking.CONCATENATED));

  /**
   * LSMDC with the 1000 test clips of its challenge. As in the reference, the five clips without
   * captions are skipped.
   */
  public static final PublishedSplit LSMDC =
      new PublishedSplit(
          "lsmdc",
          "LSMDC",
          LISTS,
          new SplitLists.Shuffled(
              ImmutableList.of("LSMDC16_annos_training.csv"),
              "LSMDC16_challenge_1000_publictect.csv",
              Optional.empty(),
              ImmutableSet.of(
                  "0024_THE_LORD_OF_THE_RINGS_THE_FELLOWSHIP_OF_THE_RING_00.31.10.217-00.31.10.706",
                  "1014_2012_00.01.21.399-00.01.23.997",
                  "1014_2012_00.27.58.174-00.27.59.021",
                  "1018_Body_Of_Lies_00.42.15.677-00.42.18.534",
                  "1037_The_Curious_Case_Of_Benjamin_Button_02.25.14.743-02.25.17.312")),
          sevenExperts(128),
          30,
          Sampling.PAPER.withPicking(CaptionPicking.CONCATENATED));

  /** HowTo100M as in the published configuration: 30 words and the 30 s around them. */
  public static final PublishedSplit HOWTO100M = howto100m("howto100m", 30);

  /** HowTo100M as in the paper: 100 words, 100 s, 100 features. */
  public static final PublishedSplit HOWTO100M_PAPER = howto100m("howto100m-paper", 100);

  private static final ImmutableList<PublishedSplit> ALL =
      ImmutableList.of(
          MSRVTT_JSFUSION,
          MSRVTT_MIECH,
          MSRVTT_FULL,
          ACTIVITYNET_VAL1,
          LSMDC,
          HOWTO100M,
          HOWTO100M_PAPER);

  /**
   * Returns the split with a name.
   *
   * @throws IllegalArgumentException if there is no such split; the message lists the valid names
   */
  public static PublishedSplit named(String name) {
    return ALL.stream()
        .filter(split -> split.name.equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "split: found \""
                        + name
                        + "\", expected one of "
                        + ALL.stream().map(PublishedSplit::name).toList()));
  }

  private static PublishedSplit msrvtt(String name, SplitLists lists) {
    return new PublishedSplit(name, "MSRVTT", LISTS, lists, sevenExperts(512), 30, Sampling.PAPER);
  }

  /** Returns a split of HowTo100M, whose lists are one folder deeper, as in the reference. */
  private static PublishedSplit howto100m(String name, int size) {
    return new PublishedSplit(
        name,
        "howto100m",
        LISTS + "/" + LISTS,
        new SplitLists.Fixed(
            "train_list_full.txt", "trn_list_full.txt", "val_list_full.txt", "test_list_full.txt"),
        s3dAndVggish(),
        size,
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

  private static ImmutableList<Expert> s3dAndVggish() {
    return ImmutableList.of(Expert.of("s3d", 1024), Expert.of("vggish", 128));
  }
}
