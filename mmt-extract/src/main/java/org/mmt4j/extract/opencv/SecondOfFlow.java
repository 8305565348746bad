package org.mmt4j.extract.opencv;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;
import org.mmt4j.extract.Frame;

/**
 * The flow of pictures from the last one of a second to the last one of the next. A second in which
 * the picture stays has the feature of the one before in which it stayed.
 */
final class SecondOfFlow {

  private final List<Frame> pictures = new ArrayList<>();
  private @Nullable Frame still;
  private float[] stillFeature = {};
  private int stillPairs;

  /** Adds the next picture. */
  void add(Frame picture) {
    pictures.add(picture);
  }

  /** How many pairs of pictures there are since the last second's end. */
  int pairs() {
    return Math.max(0, pictures.size() - 1);
  }

  /** The feature of the second, of at least one pair; the next second begins. */
  float[] end() {
    Frame last = pictures.get(pictures.size() - 1);
    float[] feature = feature(last);
    pictures.clear();
    pictures.add(last);
    return feature;
  }

  private float[] feature(Frame last) {
    boolean stays = pictures.stream().allMatch(last::shows);
    if (stays && still != null && still.shows(last) && stillPairs == pairs()) {
      return stillFeature;
    }
    float[] feature = mean();
    if (stays) {
      still = last;
      stillFeature = feature;
      stillPairs = pairs();
    }
    return feature;
  }

  private float[] mean() {
    FlowHistogram flow = new FlowHistogram();
    Mat before = OpenCv.grey(pictures.get(0));
    try {
      for (Frame picture : pictures.subList(1, pictures.size())) {
        Mat after = OpenCv.grey(picture);
        flow.add(before, after);
        before.close();
        before = after;
      }
    } finally {
      before.close();
    }
    return flow.mean();
  }
}
