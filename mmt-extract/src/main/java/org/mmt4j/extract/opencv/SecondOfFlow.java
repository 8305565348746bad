package org.mmt4j.extract.opencv;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;
import org.mmt4j.extract.Frame;

/**
 * The optical flow of one second, from the last frame of the previous second to the last frame of
 * this one. If a second shows one frame only, its feature is reused for further such seconds.
 */
final class SecondOfFlow {

  private final List<Frame> frames = new ArrayList<>();
  private @Nullable Frame stillFrame;
  private float[] stillFeature = {};
  private int stillPairs;

  /** Adds the next frame. */
  void add(Frame frame) {
    frames.add(frame);
  }

  /** Returns the number of frame pairs since the end of the last second. */
  int pairs() {
    return Math.max(0, frames.size() - 1);
  }

  /**
   * Returns the feature of this second, which has at least one pair, and starts the next second.
   */
  float[] end() {
    Frame last = frames.get(frames.size() - 1);
    float[] feature = feature(last);
    frames.clear();
    frames.add(last);
    return feature;
  }

  private float[] feature(Frame last) {
    boolean isStill = frames.stream().allMatch(last::isSameFrame);
    if (isStill && stillFrame != null && stillFrame.isSameFrame(last) && stillPairs == pairs()) {
      return stillFeature;
    }
    float[] feature = mean();
    if (isStill) {
      stillFrame = last;
      stillFeature = feature;
      stillPairs = pairs();
    }
    return feature;
  }

  private float[] mean() {
    FlowHistogram flow = new FlowHistogram();
    Mat before = OpenCv.grey(frames.get(0));
    try {
      for (Frame frame : frames.subList(1, frames.size())) {
        Mat after = OpenCv.grey(frame);
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
