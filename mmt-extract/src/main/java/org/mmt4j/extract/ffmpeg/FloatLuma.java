package org.mmt4j.extract.ffmpeg;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;
import org.mmt4j.extract.VideoFileException;

/**
 * Removes the alpha channel of grey frames of 32-bit floats, the pixel formats yaf32le and yaf32be:
 * FFmpeg 8.0's scaler ends the process when it reads them.
 */
final class FloatLuma implements AutoCloseable {

  private final Path file;
  private final AVFrame luma = Ffmpeg.allocated(avutil.av_frame_alloc());

  FloatLuma(Path file) {
    this.file = file;
  }

  /** Returns whether frames of a pixel format must be converted. */
  static boolean isRequired(int format) {
    return format == avutil.AV_PIX_FMT_YAF32LE || format == avutil.AV_PIX_FMT_YAF32BE;
  }

  /** Returns the luma, valid until the next call. */
  AVFrame of(AVFrame frame) throws VideoFileException {
    avutil.av_frame_unref(luma);
    luma.width(frame.width()).height(frame.height());
    luma.format(
        frame.format() == avutil.AV_PIX_FMT_YAF32LE
            ? avutil.AV_PIX_FMT_GRAYF32LE
            : avutil.AV_PIX_FMT_GRAYF32BE);
    Ffmpeg.require(avutil.av_frame_get_buffer(luma, 0), file, "a frame cannot be scaled");
    Ffmpeg.require(avutil.av_frame_copy_props(luma, frame), file, "a frame cannot be scaled");
    int[] pairs = new int[2 * frame.width()];
    int[] values = new int[frame.width()];
    for (int y = 0; y < frame.height(); y++) {
      row(frame, y).get(pairs);
      for (int x = 0; x < values.length; x++) {
        values[x] = pairs[2 * x];
      }
      row(luma, y).put(values);
    }
    return luma;
  }

  private static IntPointer row(AVFrame frame, int y) {
    return new IntPointer(frame.data(0).getPointer((long) y * frame.linesize(0)));
  }

  @Override
  public void close() {
    avutil.av_frame_free(luma);
  }
}
