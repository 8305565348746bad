package org.mmt4j.extract;

import java.util.Optional;
import java.util.OptionalDouble;

/** The frames that a sampling selects. Owns the pictures. */
final class SampledFrames implements FrameReader {

  private final PictureReader pictures;
  private final FrameCursor cursor;
  private final FrameSize size;
  private boolean started;

  SampledFrames(PictureReader pictures, FrameSampling sampling, FrameSize size) {
    this.pictures = pictures;
    this.cursor = new FrameCursor(sampling);
    this.size = size;
  }

  @Override
  public Optional<Frame> next() throws VideoFileException {
    while (!cursor.isDone()) {
      OptionalDouble second = started ? cursor.next(pictures) : OptionalDouble.empty();
      if (second.isPresent()) {
        return Optional.of(pictures.frame(size, second.getAsDouble()));
      }
      if (!pictures.next()) {
        return Optional.empty();
      }
      started = true;
      cursor.advance();
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    pictures.close();
  }
}
