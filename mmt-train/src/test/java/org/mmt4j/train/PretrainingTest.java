package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mmt4j.MmtModel;
import org.mmt4j.MmtModelBuilder;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.text.Bert;

/** Trains a model with two experts and fine-tunes it with three. */
final class PretrainingTest {

  private static final Expert RGB = Expert.of("rgb", 5);
  private static final Expert MOTION = Expert.of("s3d", 5);
  private static final Expert NEW = Expert.of("vggish", 5);

  @Test
  void fineTunesAPretrainedModelWithAnAdditionalExpert() {
    try (Bert bert = SmallTraining.bert(0);
        MmtModel fresh = model(bert, List.of(RGB, MOTION)).build();
        MmtModel pretrained = train(fresh, List.of("rgb", "s3d"));
        MmtModel start =
            model(bert, List.of(RGB, MOTION, NEW)).initializedFrom(pretrained).build();
        MmtModel finetuned = train(start, List.of("rgb", "s3d", "vggish"))) {
      List<String> shared =
          start.parameters().names().stream().filter(name -> !name.contains("vggish")).toList();
      assertTrue(shared.size() < start.parameters().names().size());
      for (String name : shared) {
        assertEquals(pretrained.parameters().get(name), start.parameters().get(name), name);
      }
      assertChanged(fresh, pretrained, "video_dim_reduce.s3d.fc.weight");
      assertChanged(start, finetuned, "video_dim_reduce.s3d.fc.weight");
      assertChanged(start, finetuned, "video_dim_reduce.vggish.fc.weight");
    }
  }

  private static void assertChanged(MmtModel before, MmtModel after, String name) {
    assertFalse(before.parameters().get(name).equals(after.parameters().get(name)), name);
  }

  private static MmtModelBuilder model(Bert bert, List<Expert> experts) {
    return Recipe.howTo100m()
        .model(bert.shared())
        .experts(experts)
        .hiddenSize(8)
        .layers(1)
        .heads(2)
        .feedForward(16)
        .initializerRange(0.3);
  }

  private static MmtModel train(MmtModel start, List<String> experts) {
    TrainingConfig config =
        Recipe.msrvtt()
            .training()
            .steps(3)
            .batchSize(4)
            .learningRate(LearningRateSchedule.constant(1e-2))
            .build();
    return Trainer.of(config).fit(start, videos(experts));
  }

  /** Returns the videos of {@link SmallTraining}, with the same features for every expert. */
  private static List<CaptionedVideo> videos(List<String> experts) {
    List<CaptionedVideo> videos = new ArrayList<>();
    for (CaptionedVideo given : SmallTraining.data()) {
      ExpertFeatures features = given.video().experts().values().iterator().next();
      Map<String, ExpertFeatures> all = new HashMap<>();
      experts.forEach(expert -> all.put(expert, features));
      videos.add(new CaptionedVideo(VideoFeatures.of(given.video().id(), all), given.captions()));
    }
    return videos;
  }
}
