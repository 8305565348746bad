package org.mmt4j.extract.ffmpeg;

import com.google.common.hash.Hashing;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.jspecify.annotations.Nullable;

/**
 * FFmpeg's converters from the colours of frames to sRGB. A converter of wide colours, such as HDR,
 * needs seconds for its table, and FFmpeg makes a new one if anything about the frames changes. So
 * each kind of frames has its own converter, which stays; there are few.
 */
final class ColourConverters implements AutoCloseable {

  /** Maximum number of kinds of frames. A video has one, and another one after an advertisement. */
  static final int MAX_KINDS = 4;

  private static final int FLAGS =
      swscale.SWS_BILINEAR
          | swscale.SWS_FULL_CHR_H_INT
          | swscale.SWS_ACCURATE_RND
          | swscale.SWS_BITEXACT;

  private final Flaws flaws;
  private final Map<Kind, SwsContext> contexts = new HashMap<>();
  private @Nullable SwsContext plain;

  /**
   * @param flaws receives a sentence if there are too many kinds of frames
   */
  ColourConverters(Flaws flaws) {
    this.flaws = flaws;
  }

  /** Returns a new converter. */
  static SwsContext open() {
    SwsContext context = Ffmpeg.allocated(swscale.sws_alloc_context());
    context.flags(FLAGS);
    return context;
  }

  /**
   * Returns the converter for a frame. If there are too many kinds, removes its colour tags, so
   * that the usual colours are assumed.
   */
  SwsContext of(AVFrame frame) {
    Kind kind = Kind.of(frame);
    SwsContext known = contexts.get(kind);
    if (known == null && contexts.size() < MAX_KINDS) {
      known = open();
      contexts.put(kind, known);
    }
    return known == null ? plain(frame) : known;
  }

  private SwsContext plain(AVFrame frame) {
    flaws.note(
        "found more than "
            + MAX_KINDS
            + " kinds of pictures (size, pixel format, colours); further ones are read without"
            + " their colour tags");
    ColourTags.remove(frame);
    if (plain == null) {
      plain = open();
    }
    return plain;
  }

  @Override
  public void close() {
    contexts.values().forEach(swscale::sws_free_context);
    if (plain != null) {
      swscale.sws_free_context(plain);
    }
  }

  /** What a converter depends on. */
  private record Kind(
      int width,
      int height,
      int format,
      int range,
      int matrix,
      int primaries,
      int transfer,
      int chroma,
      int brightness) {

    static Kind of(AVFrame frame) {
      return new Kind(
          frame.width(),
          frame.height(),
          frame.format(),
          frame.color_range(),
          frame.colorspace(),
          frame.color_primaries(),
          frame.color_trc(),
          frame.chroma_location(),
          31 * hash(frame, avutil.AV_FRAME_DATA_MASTERING_DISPLAY_METADATA)
              + hash(frame, avutil.AV_FRAME_DATA_CONTENT_LIGHT_LEVEL));
    }

    private static int hash(AVFrame frame, int type) {
      AVFrameSideData data = avutil.av_frame_get_side_data(frame, type);
      if (data == null) {
        return 0;
      }
      byte[] bytes = new byte[(int) data.size()];
      data.data().get(bytes);
      return Hashing.murmur3_32_fixed().hashBytes(bytes).asInt();
    }
  }
}
