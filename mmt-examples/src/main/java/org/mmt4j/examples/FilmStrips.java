package org.mmt4j.examples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;

/** Reads a few frames of a video, evenly spaced over its duration or a part of it. */
final class FilmStrips {

  private static final int FRAMES = 6;
  private static final int LONG_SIDE = 160;

  private FilmStrips() {}

  /**
   * Returns the frames of a part of a video file.
   *
   * @param start second at which it starts
   * @param end second at which it ends, or later than the end of the video
   */
  static List<BufferedImage> of(String id, Path file, double start, double end) throws IOException {
    Video video = FfmpegVideo.open(id, file);
    double length = Math.max(0, Math.min(end, video.duration()) - start);
    double[] seconds = new double[FRAMES];
    for (int i = 0; i < FRAMES; i++) {
      seconds[i] = start + (i + 0.5) / FRAMES * length;
    }
    List<BufferedImage> images = new ArrayList<>();
    try (FrameReader reader =
        video.frames(FrameSampling.at(seconds), new FrameSize.AtMost(LONG_SIDE))) {
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        images.add(frame.get().toImage());
      }
    }
    return images;
  }
}
