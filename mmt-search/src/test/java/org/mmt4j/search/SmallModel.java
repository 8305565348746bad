package org.mmt4j.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.mmt4j.MmtModel;
import org.mmt4j.MmtModelBuilder;
import org.mmt4j.config.Architecture;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.nn.Pooling;
import org.mmt4j.text.WordEmbeddings;
import org.mmt4j.text.WordPooling;
import org.mmt4j.text.WordVectors;

/** An untrained model with two experts, its captions and videos. */
final class SmallModel {

  private static final List<String> WORDS =
      List.of(
          "dog", "cat", "man", "woman", "car", "beach", "song", "rain", "runs", "cooks", "sleeps",
          "plays", "starts", "red", "night", "two");
  private static final int WORD_DIMENSION = 6;
  private static final int LOOK = 5;

  private SmallModel() {}

  static MmtModel build(Path folder, Architecture architecture, long seed) throws IOException {
    return builder(folder, LOOK).architecture(architecture).seed(seed).build();
  }

  /** Returns a model whose expert "look" is in the space of the captions. */
  static MmtModel aligned(Path folder) throws IOException {
    return builder(folder, WORD_DIMENSION).alignedExpert("look").build();
  }

  private static MmtModelBuilder builder(Path folder, int look) throws IOException {
    return MmtModel.builder()
        .experts(Expert.of("look", look), Expert.of("audio", 3))
        .hiddenSize(8)
        .layers(1)
        .heads(2)
        .feedForward(12)
        .maxSeconds(5)
        .maxFeatures(4)
        .captions(
            WordEmbeddings.of(
                WordVectors.glove(vectors(folder)), new WordPooling.Columns(Pooling.MAX), 9));
  }

  private static Path vectors(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder();
    for (String word : WORDS) {
      text.append(word);
      for (int k = 0; k < WORD_DIMENSION; k++) {
        text.append(' ').append(random.nextDouble(-1, 1));
      }
      text.append('\n');
    }
    return Files.writeString(folder.resolve("words.txt"), text);
  }

  /** Returns a caption of three words. */
  static String caption(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return WORDS.get(random.nextInt(WORDS.size()))
        + " "
        + WORDS.get(random.nextInt(WORDS.size()))
        + " "
        + WORDS.get(random.nextInt(WORDS.size()));
  }

  /** Returns videos {@code video0} and so on. */
  static List<VideoFeatures> videos(int count, long seed) {
    return videos(count, seed, LOOK);
  }

  /** Returns videos for {@link #aligned}. */
  static List<VideoFeatures> alignedVideos(int count, long seed) {
    return videos(count, seed, WORD_DIMENSION);
  }

  private static List<VideoFeatures> videos(int count, long seed, int look) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              SplittableRandom random = new SplittableRandom(seed * 1009 + i);
              Map<String, ExpertFeatures> experts = new HashMap<>();
              experts.put("look", features(look, random));
              experts.put("audio", features(3, random));
              return VideoFeatures.of("video" + i, experts);
            })
        .toList();
  }

  private static ExpertFeatures features(int dimension, SplittableRandom random) {
    float[][] values = new float[3][dimension];
    for (float[] row : values) {
      for (int k = 0; k < dimension; k++) {
        row[k] = (float) random.nextGaussian();
      }
    }
    return ExpertFeatures.of(values, new double[] {0.5, 1.5, 2.5});
  }
}
