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

/** Makes upright RGB pictures of one size, bilinear, the same to the last bit on any processor. */
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
   * @param shown size of the pictures to make
   * @throws VideoFileException if it is too small or too large
   */
  FrameScaler(Path file, Orientation orientation, Dimension shown) throws VideoFileException {
    DecodingLimits.requirePicture(file, shown.width, shown.height);
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
   * @throws VideoFileException if pixels are in no known form
   */
  Frame scale(AVFrame picture, double time) throws VideoFileException {
    int code = swscale.sws_scale_frame(context, rgb, picture);
    if (code < 0) {
      throw new VideoFileException(
          file,
          "a picture of "
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

  /** Without what pads the rows. */
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
