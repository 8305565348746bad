package org.mmt4j.extract.onnx;

import java.util.Optional;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.VideoFileException;

/** The moments of one video, in order of time. */
interface Moments extends AutoCloseable {

  /** Opens the moments of a video; the caller closes them. */
  static Moments of(Preprocessing preprocessing, Video video) throws VideoFileException {
    if (preprocessing instanceof Preprocessing.Frames frames) {
      return new FrameMoments(frames, video);
    }
    if (preprocessing instanceof Preprocessing.Clips clips) {
      return new ClipMoments(clips, video);
    }
    return new AudioMoments((Preprocessing.AudioExamples) preprocessing, video);
  }

  /** Returns the next moment; empty at the end. */
  Optional<Moment> next() throws VideoFileException;

  @Override
  void close();
}
