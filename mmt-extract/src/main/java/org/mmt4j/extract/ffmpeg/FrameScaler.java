package org.mmt4j.extract.ffmpeg;

import java.awt.Dimension;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.VideoFileException;

/**
 * Converts decoded frames to upright RGB frames of one size, with bilinear scaling that is
 * bit-exact on any processor.
 */
final class FrameScaler implements AutoCloseable {

  private static final int CHANNELS = 3;
  private static final int FLAGS =
      swscale.SWS_BILINEAR
          | swscale.SWS_FULL_CHR_H_INT
          | swscale.SWS_ACCURATE_RND
          | swscale.SWS_BITEXACT;

  private final Path file;
  private final Orientation orientation;
  private final Dimension stored;
  private final SwsContext context;
  private final AVFrame rgb;

  /**
   * @param shown size of the upright frames
   * @throws VideoFileException if it is too small or too large
   */
  FrameScaler(Path file, Orientation orientation, Dimension shown) throws VideoFileException {
    DecodingLimits.requireFrameSize(file, shown.width, shown.height);
    this.file = file;
    this.orientation = orientation;
    this.stored = orientation.turn(shown);
    this.context = swscale.sws_alloc_context();
    this.rgb = avutil.av_frame_alloc();
    context.flags(FLAGS);
    rgb.format(avutil.AV_PIX_FMT_RGB24);
    rgb.width(stored.width);
    rgb.height(stored.height);
    avutil.av_frame_get_buffer(rgb, 0);
  }

  /**
   * @throws VideoFileException if the pixel format is unknown
   */
  Frame scale(AVFrame decoded, double time) throws VideoFileException {
    int code = swscale.sws_scale_frame(context, rgb, decoded);
    if (code < 0) {
      throw new VideoFileException(
          file,
          "a frame of "
              + decoded.width()
              + " x "
              + decoded.height()
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
    swscale.sws_free_context(context);
    avutil.av_frame_free(rgb);
  }
}
