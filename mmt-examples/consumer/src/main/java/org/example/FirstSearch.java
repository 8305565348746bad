package org.example;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.mmt4j.Hit;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoIndex;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.text.Bert;
import org.mmt4j.train.Trainer;
import org.mmt4j.train.TrainingConfig;

/** Trains on a few videos with random features, and finds one of them. */
public final class FirstSearch {

  private FirstSearch() {}

  public static void main(String[] args) throws IOException {
    List<CaptionedVideo> pairs = new ArrayList<>();
    for (String who : List.of("a man", "a woman")) {
      for (String what : List.of("starts", "washes")) {
        for (String thing : List.of("a motorbike", "a car")) {
          pairs.add(pair(who + " " + what + " " + thing));
        }
      }
    }
    List<VideoFeatures> videos = pairs.stream().map(CaptionedVideo::video).toList();
    int steps = args.length == 0 ? 8 : Integer.parseInt(args[0]);
    System.out.println("found " + find(pairs, videos, steps).get(0).id());
  }

  static List<Hit> find(List<CaptionedVideo> pairs, List<VideoFeatures> videos, int steps)
      throws IOException {
    TrainingConfig config = TrainingConfig.builder().steps(steps).batchSize(8).seed(1).build();
    try (MmtModel model =
            MmtModel.builder()
                .experts(Expert.of("rgb", 2048), Expert.of("s3d", 1024), Expert.of("vggish", 128))
                .captions(
                    Bert.fromClasspath(
                        "all-minilm-l6-v2.onnx", "all-minilm-l6-v2-tokenizer.json"))
                .build();
        MmtModel trained = Trainer.of(config).fit(model, pairs);
        VideoIndex index = VideoIndex.of(trained, videos)) {
      return index.search("a man starts a motorbike", 10);
    }
  }

  private static CaptionedVideo pair(String caption) {
    SplittableRandom random = new SplittableRandom(caption.hashCode());
    return CaptionedVideo.of(
        VideoFeatures.of(
            caption.replace(' ', '-'),
            Map.of("rgb", features(random, 2048), "vggish", features(random, 128))),
        caption);
  }

  /** Returns two features, at 0.5 and 1.5 seconds. */
  private static ExpertFeatures features(SplittableRandom random, int dimension) {
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      float[] row = new float[dimension];
      for (int k = 0; k < dimension; k++) {
        row[k] = (float) random.nextDouble();
      }
      rows.add(row);
    }
    return ExpertFeatures.of(rows.toArray(float[][]::new), new double[] {0.5, 1.5});
  }
}
