package org.mmt4j.extract.ffmpeg;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;

/** The tags by which a file states the colours of its frames. */
final class ColourTags {

  private ColourTags() {}

  /**
   * Marks reserved tags, and tags that FFmpeg's scaler does not know, as unspecified, so that the
   * usual colours are assumed. Without a known matrix, the other tags mean nothing either.
   */
  static void removeUnknown(AVFrame frame) {
    if (swscale.sws_test_colorspace(frame.colorspace(), 0) == 0) {
      remove(frame);
    }
    if (swscale.sws_test_primaries(frame.color_primaries(), 0) == 0) {
      frame.color_primaries(avutil.AVCOL_PRI_UNSPECIFIED);
    }
    if (swscale.sws_test_transfer(frame.color_trc(), 0) == 0) {
      frame.color_trc(avutil.AVCOL_TRC_UNSPECIFIED);
    }
    if (frame.color_range() >= avutil.AVCOL_RANGE_NB) {
      frame.color_range(avutil.AVCOL_RANGE_UNSPECIFIED);
    }
  }

  /** Marks all tags except the range of values as unspecified. */
  static void remove(AVFrame frame) {
    frame.colorspace(avutil.AVCOL_SPC_UNSPECIFIED);
    frame.color_primaries(avutil.AVCOL_PRI_UNSPECIFIED);
    frame.color_trc(avutil.AVCOL_TRC_UNSPECIFIED);
  }
}
