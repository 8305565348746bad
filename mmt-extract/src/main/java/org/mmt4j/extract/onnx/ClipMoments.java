package org.mmt4j.extract.onnx;

import java.util.Optional;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.extract.image.ClipReader;

/** The clips of a video. */
final class ClipMoments implements Moments {

  private final Preprocessing.Clips settings;
  private final ClipReader clips;
  private int next;

  ClipMoments(Preprocessing.Clips settings, Video video) throws VideoFileException {
    this.settings = settings;
    this.clips =
        new ClipReader(
            video.frames(
                FrameSampling.every(1 / settings.framesPerSecond()), new FrameSize.Original()),
            settings.image(),
            settings.length(),
            settings.stride());
  }

  @Override
  public Optional<Moment> next() throws VideoFileException {
    return clips.next().map(this::moment);
  }

  private Moment moment(float[] clip) {
    var size = settings.image().resize();
    double middle = (double) next++ * settings.stride() + settings.length() / 2.0;
    return new Moment(
        middle / settings.framesPerSecond(),
        OnnxArray.of(clip, 1, 3, settings.length(), size.height(), size.width()));
  }

  @Override
  public void close() {
    clips.close();
  }
}
