package org.mmt4j.extract.onnx;

import java.util.Optional;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.VideoFileException;

/** The single frames of a video. */
final class FrameMoments implements Moments {

  private final Preprocessing.Frames settings;
  private final FrameReader frames;

  FrameMoments(Preprocessing.Frames settings, Video video) throws VideoFileException {
    this.settings = settings;
    this.frames = video.frames(FrameSampling.every(settings.seconds()), new FrameSize.Original());
  }

  @Override
  public Optional<Moment> next() throws VideoFileException {
    return frames.next().map(this::moment);
  }

  private Moment moment(Frame frame) {
    var size = settings.image().resize();
    float[] image = settings.image().apply(frame);
    return new Moment(frame.time(), OnnxArray.of(image, 1, 3, size.height(), size.width()));
  }

  @Override
  public void close() {
    frames.close();
  }
}
