package org.mmt4j.train.evaluation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.mmt4j.MmtModel;
import org.mmt4j.config.Architecture;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.text.Bert;
import org.mmt4j.train.SmallData;

/** An untrained model with two experts, and videos for it. Closes its caption encoder. */
final class SmallModel implements AutoCloseable {

  private final Bert bert;
  final MmtModel model;

  SmallModel(Architecture architecture) {
    bert = SmallData.bert(SmallData.OPTIONS.withDropout(0));
    model =
        SmallData.model()
            .architecture(architecture)
            .experts(Expert.of("rgb", 5), Expert.of("audio", 3))
            .captions(bert)
            .build();
  }

  /** Returns videos with one to three captions; every third one has no audio features. */
  static List<CaptionedVideo> videos(int count) {
    SplittableRandom random = new SplittableRandom(5);
    List<CaptionedVideo> videos = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ImmutableMap.Builder<String, ExpertFeatures> experts = ImmutableMap.builder();
      experts.put("rgb", SmallData.features(5, random));
      if (i % 3 != 0) {
        experts.put("audio", SmallData.features(3, random));
      }
      videos.add(
          new CaptionedVideo(
              VideoFeatures.of("video" + i, experts.buildOrThrow()), captions(1 + i % 3, random)));
    }
    return videos;
  }

  private static ImmutableList<String> captions(int count, SplittableRandom random) {
    return Stream.generate(() -> SmallData.caption(random))
        .limit(count)
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public void close() {
    model.close();
    bert.close();
  }
}
