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

/** A few pictures of a video, evenly spread over its length. */
final class FilmStrips {

  private static final int PICTURES = 6;
  private static final int LONG_SIDE = 160;

  private FilmStrips() {}

  /** Of a video's file. */
  static List<BufferedImage> of(String id, Path file) throws IOException {
    Video video = FfmpegVideo.open(id, file);
    double[] seconds = new double[PICTURES];
    for (int i = 0; i < PICTURES; i++) {
      seconds[i] = (i + 0.5) / PICTURES * video.duration();
    }
    List<BufferedImage> pictures = new ArrayList<>();
    try (FrameReader reader =
        video.frames(FrameSampling.at(seconds), new FrameSize.AtMost(LONG_SIDE))) {
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        pictures.add(frame.get().toImage());
      }
    }
    return pictures;
  }
}
