package org.mmt4j.extract.ffmpeg;

import java.awt.Dimension;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.PictureReader;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.graph.ClosedException;

/**
 * Decoded pictures, scaled where a frame is requested. Holds two pictures and one frame of each
 * size, whatever the length of the video.
 */
final class FfmpegPictures implements PictureReader {

  private final Path file;
  private final VideoStreams streams;
  private final Flaws flaws;
  private final ShownFrames pictures;
  private final Map<Dimension, Scaled> scaled = new HashMap<>();
  private boolean started;
  private boolean closed;

  /** Owns the pictures. */
  FfmpegPictures(Path file, VideoStreams streams, ShownFrames pictures, Flaws flaws) {
    this.file = file;
    this.streams = streams;
    this.pictures = pictures;
    this.flaws = flaws;
  }

  @Override
  public boolean next() throws VideoFileException {
    requireOpen();
    if (!started) {
      started = true;
      return true;
    }
    if (!pictures.hasNext()) {
      return false;
    }
    pictures.advance();
    scaled.values().forEach(size -> size.isCurrent = false);
    return true;
  }

  @Override
  public double from() {
    return pictures.from();
  }

  @Override
  public double until() {
    return pictures.until();
  }

  @Override
  public boolean isLast() {
    return !pictures.hasNext();
  }

  @Override
  public Frame frame(FrameSize size, double time) throws VideoFileException {
    requireOpen();
    Dimension pixels = size.of(streams.size().width, streams.size().height);
    Scaled known = scaled.get(pixels);
    if (known == null) {
      known = new Scaled(new FrameScaler(file, streams.orientation(), pixels, flaws));
      scaled.put(pixels, known);
    }
    return known.frame(time);
  }

  private void requireOpen() {
    if (closed) {
      throw new ClosedException("frame reader of " + file);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      scaled.values().forEach(size -> size.scaler.close());
      pictures.close();
    }
  }

  /** The frames of one size. */
  private final class Scaled {

    private final FrameScaler scaler;
    private @Nullable Frame last;
    private boolean isCurrent;

    Scaled(FrameScaler scaler) {
      this.scaler = scaler;
    }

    Frame frame(double time) throws VideoFileException {
      Frame known = last;
      Frame frame = known != null && isCurrent ? known : changed(known, time);
      last = frame;
      isCurrent = true;
      return new Frame(time, frame.width(), frame.height(), frame.rgb());
    }

    /** Scales the picture; returns the frame before if it has the same pixels. */
    private Frame changed(@Nullable Frame before, double time) throws VideoFileException {
      Frame frame = scaler.scale(pictures.shown(), time);
      return before != null && Arrays.equals(before.rgb(), frame.rgb()) ? before : frame;
    }
  }
}
