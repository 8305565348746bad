package org.mmt4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.mmt4j.MmtModel;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.text.Bert;

/** A small model and eight videos to train it on. */
final class SmallTraining {

  private SmallTraining() {}

  static Bert bert(double dropout) {
    return SmallData.bert(SmallData.OPTIONS.withDropout(dropout));
  }

  static MmtModel model(CaptionEncoder bert, double dropout) {
    return SmallData.model().experts(Expert.of("rgb", 5)).captions(bert).dropout(dropout).build();
  }

  static List<CaptionedVideo> data() {
    SplittableRandom random = new SplittableRandom(1);
    List<CaptionedVideo> videos = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String caption = word(i % 5) + " " + word(i / 2) + " " + word((i * 3) % 5);
      videos.add(
          new CaptionedVideo(
              VideoFeatures.of("video" + i, Map.of("rgb", SmallData.features(5, random))),
              List.of(caption)));
    }
    return videos;
  }

  private static String word(int index) {
    return SmallData.WORDS.get(index);
  }
}
