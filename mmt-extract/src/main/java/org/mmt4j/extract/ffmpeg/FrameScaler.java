package org.mmt4j.extract.ffmpeg;

import java.awt.Dimension;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.BytePointer;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.VideoFileException;

/**
 * Converts decoded frames to upright RGB frames of one size, with bilinear scaling that is
 * bit-exact on any processor.
 */
final class FrameScaler implements AutoCloseable {

  private static final int CHANNELS = 3;

  private final Path file;
  private final Orientation orientation;
  private final Dimension stored;
  private final FrameResizer resizer;
  private final ColourConverters converters;
  private final AVFrame picture;
  private final AVFrame rgb;
  private final FloatLuma luma;

  /**
   * @param shown size of the upright frames
   * @param flaws as of {@link ColourConverters}
   * @throws VideoFileException if it is too small or too large
   */
  FrameScaler(Path file, Orientation orientation, Dimension shown, Flaws flaws)
      throws VideoFileException {
    DecodingLimits.requireFrameSize(file, shown.width, shown.height);
    this.file = file;
    this.orientation = orientation;
    this.stored = orientation.turn(shown);
    this.resizer = new FrameResizer(file, stored);
    this.converters = new ColourConverters(flaws);
    this.picture = Ffmpeg.allocated(avutil.av_frame_alloc());
    this.rgb = Ffmpeg.allocated(avutil.av_frame_alloc());
    this.luma = new FloatLuma(file);
    rgb.format(avutil.AV_PIX_FMT_RGB24);
    rgb.width(stored.width);
    rgb.height(stored.height);
    int code = avutil.av_frame_get_buffer(rgb, 0);
    if (code < 0) {
      close();
    }
    Ffmpeg.require(code, file, "frames cannot be scaled");
  }

  /**
   * Scales a frame. The scaler wants both frames alike, so that the marks of this one, such as that
   * it is interlaced, are removed from a reference of its own: other scalers read the frame, too.
   *
   * @throws VideoFileException if the scaler does not read the pixel format
   */
  Frame scale(AVFrame decoded, double time) throws VideoFileException {
    Ffmpeg.require(avutil.av_frame_ref(picture, decoded), file, "a frame cannot be scaled");
    try {
      return scaled(time);
    } finally {
      avutil.av_frame_unref(picture);
    }
  }

  private Frame scaled(double time) throws VideoFileException {
    AVFrame readable = FloatLuma.isRequired(picture.format()) ? luma.of(picture) : picture;
    readable.flags(readable.flags() & ~Deinterlacer.INTERLACED);
    AVFrame resized = resizer.resize(readable);
    int code = swscale.sws_scale_frame(converters.of(resized), rgb, resized);
    if (code < 0) {
      throw new VideoFileException(
          file,
          "a frame of "
              + picture.width()
              + " x "
              + picture.height()
              + " pixels cannot be scaled ("
              + Ffmpeg.message(code)
              + ")");
    }
    Dimension shown = orientation.turn(stored);
    return new Frame(time, shown.width, shown.height, orientation.turn(rows(), stored));
  }

  /** Returns the rows without their padding. */
  private byte[] rows() {
    int row = CHANNELS * stored.width;
    byte[] rows = new byte[row * stored.height];
    BytePointer pixels = rgb.data(0);
    for (int y = 0; y < stored.height; y++) {
      pixels.position((long) y * rgb.linesize(0)).get(rows, y * row, row);
    }
    return rows;
  }

  @Override
  public void close() {
    luma.close();
    resizer.close();
    converters.close();
    avutil.av_frame_free(picture);
    avutil.av_frame_free(rgb);
  }
}
