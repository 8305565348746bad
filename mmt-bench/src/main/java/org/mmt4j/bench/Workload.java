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

/** Made-up videos and captions, the same in every run. */
public enum Workload {
  /** Every feature and every word piece that the model takes. */
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

  /** As in MSR-VTT: short videos, experts that saw nothing, short captions. */
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

  /** Videos, and captions, of a batch. */
  public static final int BATCH = 32;

  /** Most features of an expert. */
  public static final int MAX_FEATURES = 30;

  /** Most word pieces of a caption, [CLS] and [SEP] included. */
  public static final int MAX_WORD_PIECES = 30;

  private static final long SEED = 2020;
  private static final String RGB = "rgb";

  abstract int features(String expert, double seconds, SplittableRandom random);

  /** Of a caption, [CLS] and [SEP] included. */
  abstract int wordPieces(SplittableRandom random);

  /** Its name in reports. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Videos with one caption each. */
  ImmutableList<CaptionedVideo> pairs(int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    return IntStream.range(0, count)
        .mapToObj(
            i -> new CaptionedVideo(video("video" + i, random), ImmutableList.of(caption(random))))
        .collect(ImmutableList.toImmutableList());
  }

  private VideoFeatures video(String id, SplittableRandom random) {
    double seconds = 10 + 20 * Math.pow(random.nextDouble(), 3); // 10 to 30, mean 15
    Map<String, ExpertFeatures> experts = new HashMap<>();
    for (Expert expert : PaperModel.EXPERTS) {
      int count = features(expert.name(), seconds, random);
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
        double hiddenSize = expert.name().equals(RGB) ? 0.2 : 1;
        double[] times = new double[count];
        Arrays.setAll(times, i -> (i + 0.5) * hiddenSize);
        yield ExpertFeatures.of(rows, times);
      }
    };
  }

  private String caption(SplittableRandom random) {
    return IntStream.range(0, wordPieces(random) - 2) // [CLS] and [SEP] come by themselves
        .mapToObj(i -> PaperModel.word(random.nextInt(PaperModel.words())))
        .collect(Collectors.joining(" "));
  }

  /** Vectors as ranking takes them: 3584 values, equal in every run for the same seed. */
  static float[][] packedVectors(int count, long seed) {
    return vectors(count, PaperModel.PACKED_WIDTH, new SplittableRandom(seed));
  }

  /** Values within -0.5 and 0.5. */
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
