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

/** Loads the OpenCV native library, and converts frames to its format. */
final class OpenCv {

  private OpenCv() {}

  /** Returns why OpenCV is unavailable; empty if it is available. */
  static Optional<String> unavailableReason() {
    return NativeLibrary.problem(
        "OpenCV",
        "mmt-video-cpu",
        ImmutableList.of(NativeLibrary.OPENCV, NativeLibrary.OPENBLAS, NativeLibrary.JAVACPP),
        OpenCv::load);
  }

  /** Loads the library, single-threaded, because videos are processed in parallel. */
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

  /** Returns the grey values of the pixels, 8 bits; the caller closes the matrix. */
  static Mat grey(Frame frame) {
    Mat grey = new Mat();
    try (Mat rgb = new Mat(frame.height(), frame.width(), opencv_core.CV_8UC3)) {
      rgb.data().put(frame.rgb());
      opencv_imgproc.cvtColor(rgb, grey, opencv_imgproc.COLOR_RGB2GRAY);
    }
    return grey;
  }
}
