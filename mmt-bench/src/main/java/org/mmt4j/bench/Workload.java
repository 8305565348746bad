package org.mmt4j.bench;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;

/** Synthetic videos and captions, the same in every run. */
public enum Workload {
  /** The maximum number of features and of word pieces. */
  DENSE {
    @Override
    int features(String expert, double seconds, SplittableRandom random) {
      return MAX_FEATURES;
    }

    @Override
    int wordPieces(SplittableRandom random) {
      return MAX_WORD_PIECES;
    }
  },

  /** Lengths as in MSR-VTT: short videos, missing experts, short captions. */
  TYPICAL {
    @Override
    int features(String expert, double seconds, SplittableRandom random) {
      return switch (expert) {
        case "rgb" -> Math.min(MAX_FEATURES, (int) (5 * seconds));
        case "face" -> random.nextDouble() < 0.5 ? random.nextInt(1, 21) : 0;
        case "ocr" -> random.nextDouble() < 0.4 ? random.nextInt(1, 21) : 0;
        case "speech" -> random.nextDouble() < 0.5 ? random.nextInt(5, 31) : 0;
        default -> Math.min(MAX_FEATURES, (int) seconds);
      };
    }

    @Override
    int wordPieces(SplittableRandom random) {
      return (int) (6 + 15 * Math.pow(random.nextDouble(), 1.8)); // 6 to 20, mean 11
    }
  };

  /** Number of videos, and of captions, in a batch. */
  public static final int BATCH = 32;

  /** Maximum number of features of an expert. */
  public static final int MAX_FEATURES = 30;

  /** Maximum number of word pieces of a caption, with [CLS] and [SEP]. */
  public static final int MAX_WORD_PIECES = 30;

  private static final long SEED = 2020;
  private static final String RGB = "rgb";

  abstract int features(String expert, double seconds, SplittableRandom random);

  /** Returns the number of word pieces of a caption, with [CLS] and [SEP]. */
  abstract int wordPieces(SplittableRandom random);

  /** Returns the name in reports. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns videos with one caption each. */
  ImmutableList<CaptionedVideo> pairs(int count) {
    return pairs(count, this::features);
  }

  /** Returns videos with as many features of each expert, and captions of typical length. */
  static ImmutableList<CaptionedVideo> pairs(int count, int features) {
    return TYPICAL.pairs(count, (expert, seconds, random) -> features);
  }

  /** The number of features of an expert in a video of some seconds. */
  @FunctionalInterface
  private interface Count {
    int of(String expert, double seconds, SplittableRandom random);
  }

  private ImmutableList<CaptionedVideo> pairs(int count, Count features) {
    SplittableRandom random = new SplittableRandom(SEED);
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new CaptionedVideo(
                    video("video" + i, features, random), ImmutableList.of(caption(random))))
        .collect(ImmutableList.toImmutableList());
  }

  private static VideoFeatures video(String id, Count features, SplittableRandom random) {
    double seconds = 10 + 20 * Math.pow(random.nextDouble(), 3); // 10 to 30, mean 15
    Map<String, ExpertFeatures> experts = new HashMap<>();
    for (Expert expert : PaperModel.EXPERTS) {
      int count = features.of(expert.name(), seconds, random);
      if (count > 0) {
        experts.put(expert.name(), features(expert, count, random));
      }
    }
    return VideoFeatures.of(id, experts);
  }

  private static ExpertFeatures features(Expert expert, int count, SplittableRandom random) {
    float[][] rows = vectors(count, expert.dimension(), random);
    return switch (expert.name()) {
      case "face", "ocr", "speech" -> ExpertFeatures.untimed(rows);
      default -> {
        double secondsPerFeature = expert.name().equals(RGB) ? 0.2 : 1;
        double[] times = new double[count];
        Arrays.setAll(times, i -> (i + 0.5) * secondsPerFeature);
        yield ExpertFeatures.of(rows, times);
      }
    };
  }

  private String caption(SplittableRandom random) {
    return IntStream.range(0, wordPieces(random) - 2) // the tokenizer adds [CLS] and [SEP]
        .mapToObj(i -> PaperModel.word(random.nextInt(PaperModel.words())))
        .collect(Collectors.joining(" "));
  }

  /** Returns packed vectors of 3584 values; the same seed always generates the same vectors. */
  static float[][] packedVectors(int count, long seed) {
    return vectors(count, PaperModel.PACKED_DIMENSION, new SplittableRandom(seed));
  }

  /** Returns vectors of values between -0.5 and 0.5. */
  private static float[][] vectors(int count, int length, SplittableRandom random) {
    float[][] vectors = new float[count][length];
    for (float[] vector : vectors) {
      for (int i = 0; i < length; i++) {
        vector[i] = (float) random.nextDouble() - 0.5f;
      }
    }
    return vectors;
  }
}
