package org.mmt4j.extract.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.graph.ClosedException;

/** Frames at requested times. Holds three frames, whatever the length of the video. */
final class FfmpegFrames implements FrameReader {

  /** Tolerance in seconds, because time bases such as 1/30 s have no exact floating-point value. */
  private static final double ROUNDING = 1e-6;

  private final Path file;
  private final ShownFrames frames;
  private final FrameScaler scaler;
  private final FrameSampling sampling;
  private @Nullable Frame scaledFrame;
  private int returned;
  private boolean closed;

  /** Owns the frames and the scaler. */
  FfmpegFrames(Path file, ShownFrames frames, FrameScaler scaler, FrameSampling sampling) {
    this.file = file;
    this.frames = frames;
    this.scaler = scaler;
    this.sampling = sampling;
  }

  @Override
  public Optional<Frame> next() throws VideoFileException {
    if (closed) {
      throw new ClosedException("frame reader of " + file);
    }
    Optional<Frame> frame = nextSampled(sampling);
    returned++;
    return frame;
  }

  private Optional<Frame> nextSampled(FrameSampling chosen) throws VideoFileException {
    if (chosen instanceof FrameSampling.Every every) {
      return nextRegular(every);
    }
    return chosen instanceof FrameSampling.At at ? nextAt(at.seconds()) : nextDecoded();
  }

  private Optional<Frame> nextDecoded() throws VideoFileException {
    if (returned > 0) {
      if (!frames.hasNext()) {
        return Optional.empty();
      }
      advance();
    }
    return Optional.of(shownAt(frames.from()));
  }

  private Optional<Frame> nextRegular(FrameSampling.Every every) throws VideoFileException {
    double second = every.first() + returned * every.seconds();
    advanceTo(second);
    boolean ended = second + ROUNDING >= frames.until() && second > frames.from();
    return ended ? Optional.empty() : Optional.of(shownAt(second));
  }

  private Optional<Frame> nextAt(List<Double> seconds) throws VideoFileException {
    if (returned >= seconds.size()) {
      return Optional.empty();
    }
    advanceTo(seconds.get(returned));
    return Optional.of(shownAt(seconds.get(returned)));
  }

  /**
   * Advances to the last frame that starts at or before that second; stays at the first frame if
   * all are later.
   */
  private void advanceTo(double second) throws VideoFileException {
    while (frames.hasNext() && frames.until() <= second + ROUNDING) {
      advance();
    }
  }

  private void advance() throws VideoFileException {
    frames.advance();
    scaledFrame = null;
  }

  /** Returns the current frame, which is scaled only once. */
  private Frame shownAt(double second) throws VideoFileException {
    Frame frame = scaledFrame == null ? scaler.scale(frames.shown(), second) : scaledFrame;
    scaledFrame = frame;
    return new Frame(second, frame.width(), frame.height(), frame.rgb());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      scaler.close();
      frames.close();
    }
  }
}
