package org.mmt4j;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.nd4j.linalg.api.buffer.DataType;

/** A small model with three experts, and videos and captions for it. */
public final class SmallModel {

  public static final List<String> CAPTIONS =
      List.of(
          "a man starts a motorbike",
          "someone cooks",
          "two dogs run along the beach at night",
          "a song",
          "children play football in the rain");

  private SmallModel() {}

  public static MmtModelBuilder builder() {
    return MmtModel.builder()
        .experts(Expert.of("look", 3), Expert.of("audio", 2), Expert.of("text", 4))
        .hiddenSize(8)
        .layers(2)
        .heads(2)
        .feedForward(12)
        .maxSeconds(5)
        .maxFeatures(4)
        .captions(new WordEncoder(50));
  }

  static MmtModel build() {
    return builder().build();
  }

  static MmtModel build(DataType dataType) {
    return builder().dataType(dataType).build();
  }

  /** Returns random videos: some miss experts, some have more features than the model reads. */
  public static List<VideoFeatures> videos(int count, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    return IntStream.range(0, count).mapToObj(i -> video("video" + i, random)).toList();
  }

  static VideoFeatures video(String id, RandomGenerator random) {
    Map<String, ExpertFeatures> experts = new HashMap<>();
    Map.of("look", 3, "audio", 2, "text", 4).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(expert -> random.nextInt(4) > 0)
        .forEach(
            expert ->
                experts.put(
                    expert.getKey(), features(1 + random.nextInt(6), expert.getValue(), random)));
    return VideoFeatures.of(id, experts);
  }

  static ExpertFeatures features(int count, int dimension, RandomGenerator random) {
    float[][] values = new float[count][dimension];
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      times[i] = i + random.nextDouble();
      for (int j = 0; j < dimension; j++) {
        values[i][j] = (float) random.nextGaussian();
      }
    }
    return ExpertFeatures.of(values, times);
  }
}
