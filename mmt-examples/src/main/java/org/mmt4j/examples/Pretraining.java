package org.mmt4j.examples;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.mmt4j.MmtModel;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.examples.world.World;
import org.mmt4j.text.Bert;
import org.mmt4j.train.evaluation.Evaluator;
import org.mmt4j.train.evaluation.RetrievalMetrics;
import org.mmt4j.train.evaluation.RetrievalTable;
import org.mmt4j.train.listener.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the effect of pre-training (paper, section 4.3, with HowTo100M). A model of two experts
 * is pre-trained on many clips whose captions are often wrong. A model of all experts starts from
 * it and is fine-tuned on few clips with correct captions. The results are compared with training
 * from scratch and with the pre-trained model without fine-tuning.
 */
@Command(
    name = "pretraining",
    description = "Pre-trains on noisy captions, then fine-tunes, on a small rendered world.")
public final class Pretraining implements Callable<Integer> {

  private static final int CLIPS = 1000;
  private static final int CLEAN_CLIPS = 200;
  private static final int TEST_CLIPS = 200;
  static final List<String> PRETRAINING_EXPERTS = List.of("audio", "motion");
  private static final double WRONG_CAPTIONS = 0.4;
  private static final double DROPPED_WORDS = 0.2;

  @Option(names = "--steps", description = "Number of pre-training steps (${DEFAULT-VALUE}).")
  private int steps = 400;

  @Option(names = "--fine-steps", description = "Number of fine-tuning steps (${DEFAULT-VALUE}).")
  private int fineSteps = 100;

  @Option(
      names = "--seed",
      description = "Seed of the world, the models and the noise (${DEFAULT-VALUE}).")
  private long seed = 1;

  /**
   * Runs the program; {@code --help} lists its options. The exit code is 1 if pre-training did not
   * help.
   */
  public static void main(String[] arguments) {
    CommandRunner.main(new Pretraining(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    try (Bert bert = MiniLm.loadForWorld()) {
      World world = World.generate(seed, CLIPS, TEST_CLIPS, bert::wordVector);
      QuickstartTraining pretraining = new QuickstartTraining(world, bert, steps, seed);
      QuickstartTraining fineTuning = new QuickstartTraining(world, bert, fineSteps, seed);
      List<CaptionedVideo> clean =
          QuickstartTraining.captionedVideos(world.train().subList(0, CLEAN_CLIPS), video -> video);
      try (MmtModel untrained = fineTuning.model();
          MmtModel pretrainingStart = pretraining.builder(pretrainingExperts(untrained)).build();
          MmtModel pretrained =
              pretraining.train(pretrainingStart, noisy(world, seed), List.of(new ProgressBar()));
          MmtModel start =
              fineTuning.builder(untrained.config().experts()).initializedFrom(pretrained).build();
          MmtModel tuned = fineTuning.train(start, clean, List.of(new ProgressBar()));
          MmtModel scratch = fineTuning.train(untrained, clean, List.of(new ProgressBar()))) {
        return compare(world, pretrained, scratch, tuned);
      }
    }
  }

  /** Returns the two experts, with the token types that they have in the model of all experts. */
  private static List<Expert> pretrainingExperts(MmtModel all) {
    return all.config().experts().stream()
        .filter(expert -> PRETRAINING_EXPERTS.contains(expert.name()))
        .toList();
  }

  /**
   * Returns the pre-training clips: features of two experts, with captions that are often wrong.
   */
  static List<CaptionedVideo> noisy(World world, long seed) {
    UnaryOperator<VideoFeatures> part = Videos.only(PRETRAINING_EXPERTS::contains);
    List<CaptionedVideo> clips = QuickstartTraining.captionedVideos(world.train(), part);
    SplittableRandom random = new SplittableRandom(seed);
    List<CaptionedVideo> noisy = new ArrayList<>();
    for (CaptionedVideo clip : clips) {
      ImmutableList.Builder<String> captions = ImmutableList.builder();
      for (String caption : clip.captions()) {
        CaptionedVideo other = clips.get(random.nextInt(clips.size()));
        boolean wrong = random.nextDouble() < WRONG_CAPTIONS;
        captions.add(dropWords(wrong ? other.captions().get(0) : caption, random));
      }
      noisy.add(new CaptionedVideo(clip.video(), captions.build()));
    }
    return noisy;
  }

  /** Drops random words; the first word is always kept. */
  private static String dropWords(String caption, SplittableRandom random) {
    Iterable<String> words = Splitter.on(' ').split(caption);
    String kept =
        StreamSupport.stream(words.spliterator(), false)
            .skip(1)
            .filter(word -> random.nextDouble() >= DROPPED_WORDS)
            .collect(Collectors.joining(" "));
    return words.iterator().next() + " " + kept;
  }

  private static int compare(World world, MmtModel pretrained, MmtModel scratch, MmtModel tuned) {
    List<CaptionedVideo> test = QuickstartTraining.captionedVideos(world.test(), video -> video);
    List<CaptionedVideo> testOfTwoExperts =
        QuickstartTraining.captionedVideos(
            world.test(), Videos.only(PRETRAINING_EXPERTS::contains));
    Map<String, RetrievalMetrics> rows = new LinkedHashMap<>();
    rows.put("pre-trained, zero-shot", Evaluator.of(pretrained).evaluate(testOfTwoExperts));
    rows.put("from scratch", Evaluator.of(scratch).evaluate(test));
    rows.put("pre-trained, fine-tuned", Evaluator.of(tuned).evaluate(test));
    System.out.println(RetrievalTable.format(rows));
    double chance = 100.0 / TEST_CLIPS;
    double[] r1 =
        rows.values().stream().mapToDouble(metrics -> metrics.textToVideo().r1()).toArray();
    boolean helped = chance < r1[0] && r1[0] < r1[1] && r1[1] < r1[2];
    System.out.printf(
        "text-to-video R@1: chance %.1f, zero-shot %.1f, scratch %.1f, fine-tuned %.1f: %s%n",
        chance, r1[0], r1[1], r1[2], helped ? "in this order" : "NOT in this order");
    return helped ? 0 : 1;
  }
}
