package org.mmt4j.extract.ffmpeg;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.VideoFileException;

/** Pictures at asked seconds. Holds three of them, whatever the length of the video. */
final class FfmpegFrames implements FrameReader {

  /** Seconds: files count in units that are no sums of powers of two. */
  private static final double ROUNDING = 1e-6;

  private final Demuxer demuxer;
  private final ShownFrames frames;
  private final FrameScaler scaler;
  private final FrameSampling sampling;
  private @Nullable Frame scaled;
  private int given;
  private boolean closed;

  /** Closes all three when it is closed. */
  FfmpegFrames(Demuxer demuxer, ShownFrames frames, FrameScaler scaler, FrameSampling sampling) {
    this.demuxer = demuxer;
    this.frames = frames;
    this.scaler = scaler;
    this.sampling = sampling;
  }

  @Override
  public Optional<Frame> next() throws VideoFileException {
    if (closed) {
      throw new IllegalStateException(demuxer.file() + ": pictures: found the reader closed");
    }
    Optional<Frame> frame = nextOf(sampling);
    given++;
    return frame;
  }

  private Optional<Frame> nextOf(FrameSampling chosen) throws VideoFileException {
    if (chosen instanceof FrameSampling.Every every) {
      return next(every);
    }
    return chosen instanceof FrameSampling.At at ? next(at.seconds()) : nextOfAll();
  }

  private Optional<Frame> nextOfAll() throws VideoFileException {
    if (given > 0) {
      if (!frames.hasNext()) {
        return Optional.empty();
      }
      advance();
    }
    return Optional.of(shownAt(frames.from()));
  }

  private Optional<Frame> next(FrameSampling.Every every) throws VideoFileException {
    double second = every.first() + given * every.seconds();
    show(second);
    boolean ended = second + ROUNDING >= frames.until() && second > frames.from();
    return ended ? Optional.empty() : Optional.of(shownAt(second));
  }

  private Optional<Frame> next(ImmutableDoubleArray seconds) throws VideoFileException {
    if (given >= seconds.length()) {
      return Optional.empty();
    }
    show(seconds.get(given));
    return Optional.of(shownAt(seconds.get(given)));
  }

  /** Goes to the last picture that is shown at that second or before, or stays at the first. */
  private void show(double second) throws VideoFileException {
    while (frames.hasNext() && frames.until() <= second + ROUNDING) {
      advance();
    }
  }

  private void advance() throws VideoFileException {
    frames.advance();
    scaled = null;
  }

  /** The shown picture, which is scaled once. */
  private Frame shownAt(double second) throws VideoFileException {
    Frame picture = scaled == null ? scaler.scale(frames.shown(), second) : scaled;
    scaled = picture;
    return new Frame(second, picture.width(), picture.height(), picture.rgb());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      scaler.close();
      frames.close();
      demuxer.close();
    }
  }
}
