package org.mmt4j.extract.ffmpeg;

import java.awt.Dimension;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.mmt4j.extract.VideoFileException;

/**
 * Scales the frames that have another size than the first one, before their colours are converted:
 * scaling alone is cheap, while a new {@link ColourConverters converter} may not be.
 */
final class FrameResizer implements AutoCloseable {

  private final Path file;
  private final Dimension target;
  private final SwsContext context = ColourConverters.open();
  private final AVFrame resized = Ffmpeg.allocated(avutil.av_frame_alloc());
  private int firstWidth;
  private int firstHeight;

  FrameResizer(Path file, Dimension target) {
    this.file = file;
    this.target = target;
  }

  /**
   * Returns a frame of the size of the first frame, or of the target's size; the latter is valid
   * until the next call. Frames of pixel formats that cannot be written stay as they are.
   */
  AVFrame resize(AVFrame frame) throws VideoFileException {
    if (firstWidth == 0) {
      firstWidth = frame.width();
      firstHeight = frame.height();
    }
    boolean isFirstSize = frame.width() == firstWidth && frame.height() == firstHeight;
    return isFirstSize || swscale.sws_isSupportedOutput(frame.format()) == 0
        ? frame
        : resized(frame);
  }

  private AVFrame resized(AVFrame frame) throws VideoFileException {
    avutil.av_frame_unref(resized);
    resized.format(frame.format()).width(target.width).height(target.height);
    Ffmpeg.require(avutil.av_frame_get_buffer(resized, 0), file, "a frame cannot be resized");
    Ffmpeg.require(avutil.av_frame_copy_props(resized, frame), file, "a frame cannot be resized");
    Ffmpeg.require(
        swscale.sws_scale_frame(context, resized, frame), file, "a frame cannot be resized");
    return resized;
  }

  @Override
  public void close() {
    swscale.sws_free_context(context);
    avutil.av_frame_free(resized);
  }
}
