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
 * What pre-training brings (paper, section 4.3, with HowTo100M): a model of two experts learns from
 * many clips whose captions are often wrong, then one of all experts goes on from it with few clips
 * and right captions. Beside it, the same without pre-training, and the pre-trained model as it is.
 */
@Command(
    name = "pretraining",
    description = "Pre-trains on noisy captions, then fine-tunes, on a small rendered world.")
public final class Pretraining implements Callable<Integer> {

  private static final int CLIPS = 1000;
  private static final int CLEAN_CLIPS = 200;
  private static final int TEST_CLIPS = 200;
  static final List<String> TWO = List.of("audio", "motion");
  private static final double WRONG_CAPTIONS = 0.4;
  private static final double DROPPED_WORDS = 0.2;

  @Option(names = "--steps", description = "Steps of pre-training (${DEFAULT-VALUE}).")
  private int steps = 400;

  @Option(names = "--fine-steps", description = "Steps of fine-tuning (${DEFAULT-VALUE}).")
  private int fineSteps = 100;

  @Option(names = "--seed", description = "Seed of world, models and noise (${DEFAULT-VALUE}).")
  private long seed = 1;

  /** Runs it; {@code --help} says how. Ends with 1 if pre-training did not help. */
  public static void main(String[] arguments) {
    CommandRunner.main(new Pretraining(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    try (Bert bert = MiniLm.loadForWorld()) {
      World world = World.generate(seed, CLIPS, TEST_CLIPS, bert::wordVector);
      QuickstartTraining before = new QuickstartTraining(world, bert, steps, seed);
      QuickstartTraining after = new QuickstartTraining(world, bert, fineSteps, seed);
      List<CaptionedVideo> clean =
          QuickstartTraining.pairs(world.train().subList(0, CLEAN_CLIPS), video -> video);
      try (MmtModel fresh = after.model();
          MmtModel two = before.builder(two(fresh)).build();
          MmtModel pretrained = before.train(two, noisy(world, seed), List.of(new ProgressBar()));
          MmtModel start =
              after.builder(fresh.config().experts()).initializedFrom(pretrained).build();
          MmtModel tuned = after.train(start, clean, List.of(new ProgressBar()));
          MmtModel scratch = after.train(fresh, clean, List.of(new ProgressBar()))) {
        return compare(world, pretrained, scratch, tuned);
      }
    }
  }

  /** With the token types that they have among all experts. */
  private static List<Expert> two(MmtModel all) {
    return all.config().experts().stream().filter(expert -> TWO.contains(expert.name())).toList();
  }

  /** Clips to pre-train on: what two experts found, and captions that are often wrong. */
  static List<CaptionedVideo> noisy(World world, long seed) {
    UnaryOperator<VideoFeatures> part = Videos.only(TWO::contains);
    List<CaptionedVideo> clips = QuickstartTraining.pairs(world.train(), part);
    SplittableRandom random = new SplittableRandom(seed);
    List<CaptionedVideo> noisy = new ArrayList<>();
    for (CaptionedVideo clip : clips) {
      ImmutableList.Builder<String> captions = ImmutableList.builder();
      for (String caption : clip.captions()) {
        CaptionedVideo other = clips.get(random.nextInt(clips.size()));
        boolean wrong = random.nextDouble() < WRONG_CAPTIONS;
        captions.add(withoutSomeWords(wrong ? other.captions().get(0) : caption, random));
      }
      noisy.add(new CaptionedVideo(clip.video(), captions.build()));
    }
    return noisy;
  }

  /** The first word always stays. */
  private static String withoutSomeWords(String caption, SplittableRandom random) {
    Iterable<String> words = Splitter.on(' ').split(caption);
    String kept =
        StreamSupport.stream(words.spliterator(), false)
            .skip(1)
            .filter(word -> random.nextDouble() >= DROPPED_WORDS)
            .collect(Collectors.joining(" "));
    return words.iterator().next() + " " + kept;
  }

  private static int compare(World world, MmtModel pretrained, MmtModel scratch, MmtModel tuned) {
    List<CaptionedVideo> test = QuickstartTraining.pairs(world.test(), video -> video);
    List<CaptionedVideo> partial =
        QuickstartTraining.pairs(world.test(), Videos.only(TWO::contains));
    Map<String, RetrievalMetrics> rows = new LinkedHashMap<>();
    rows.put("pre-trained, zero-shot", Evaluator.of(pretrained).evaluate(partial));
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
