package org.mmt4j.extract.opencv;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_objdetect;
import org.bytedeco.opencv.global.opencv_video;
import org.bytedeco.opencv.opencv_core.Mat;
import org.mmt4j.extract.Frame;
import org.mmt4j.graph.NativeLibrary;

/** The native library: there or not, and pictures in its memory. */
final class OpenCv {

  private OpenCv() {}

  /** Why it cannot be used here; empty if it can. */
  static Optional<String> absence() {
    return NativeLibrary.problem(
        "OpenCV",
        "mmt-video-cpu",
        ImmutableList.of(NativeLibrary.OPENCV, NativeLibrary.OPENBLAS, NativeLibrary.JAVACPP),
        OpenCv::load);
  }

  /** Loads it, once. It works on the thread that calls it: videos are taken side by side. */
  private static void load() {
    Class<?>[] parts = {
      opencv_core.class, opencv_imgproc.class, opencv_objdetect.class, opencv_video.class
    };
    for (Class<?> part : parts) {
      Loader.load(part);
    }
    opencv_core.setNumThreads(1);
    opencv_core.setUseOpenCL(false);
  }

  /** Brightness of each pixel, 8 bits; the caller closes it. */
  static Mat grey(Frame frame) {
    Mat grey = new Mat();
    try (Mat rgb = new Mat(frame.height(), frame.width(), opencv_core.CV_8UC3)) {
      rgb.data().put(frame.rgb());
      opencv_imgproc.cvtColor(rgb, grey, opencv_imgproc.COLOR_RGB2GRAY);
    }
    return grey;
  }
}
