package org.mmt4j.extract.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Dimension;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.VideoFileException;

class FrameScalerTest {

  private static final Path FILE = Path.of("clip.mkv");
  private static final int SIDE = 64;

  @BeforeEach
  void loadFfmpeg() {
    assertEquals(Optional.empty(), Ffmpeg.unavailableReason());
  }

  @Test
  void everyPixelFormatIsScaledOrRejected() {
    int scaled = 0;
    AVPixFmtDescriptor format = avutil.av_pix_fmt_desc_next(null);
    while (format != null) {
      int id = avutil.av_pix_fmt_desc_get_id(format);
      boolean hardware = (format.flags() & avutil.AV_PIX_FMT_FLAG_HWACCEL) != 0;
      if (!hardware && swscale.sws_test_format(id, 0) != 0) {
        AVFrame frame = frame(id);
        try {
          scale(frame);
          scaled++;
        } catch (VideoFileException e) {
          throw new AssertionError(format.name().getString(), e);
        } finally {
          avutil.av_frame_free(frame);
        }
      }
      format = avutil.av_pix_fmt_desc_next(format);
    }
    assertTrue(scaled > 200, "found " + scaled + " formats");
  }

  /** Returns a frame of zeros. */
  private static AVFrame frame(int format) {
    AVFrame frame = avutil.av_frame_alloc();
    frame.format(format).width(SIDE).height(SIDE);
    assertEquals(0, avutil.av_frame_get_buffer(frame, 0));
    for (int i = 0; i < 4 && frame.buf(i) != null; i++) {
      frame.buf(i).data().capacity(frame.buf(i).size()).zero();
    }
    return frame;
  }

  private static FrameScaler scaler(Flaws flaws) throws VideoFileException {
    return new FrameScaler(FILE, Orientation.UPRIGHT, new Dimension(8, 8), flaws);
  }

  private static Frame scale(AVFrame frame) throws VideoFileException {
    try (FrameScaler scaler = scaler(new Flaws())) {
      return scaler.scale(frame, 0);
    }
  }

  @Test
  void greyFloatsWithAlphaKeepTheirLuma() throws VideoFileException {
    AVFrame frame = frame(avutil.AV_PIX_FMT_YAF32LE);
    for (int y = 0; y < SIDE; y++) {
      FloatPointer row = new FloatPointer(frame.data(0).getPointer((long) y * frame.linesize(0)));
      for (int x = 0; x < SIDE; x++) {
        row.put(2L * x, 0.5f).put(2L * x + 1, 1);
      }
    }
    assertEquals(128, scale(frame).green(4, 4), 2);
    avutil.av_frame_free(frame);
  }

  /** Matrices: reserved, YCgCo, BT.2020 with constant luminance, ICtCp, and one that none knows. */
  @ParameterizedTest
  @ValueSource(ints = {3, 8, 10, 14, 200})
  void unknownColourTagsAreTakenForTheUsualOnes(int matrix) throws VideoFileException {
    AVFrame untagged = colourful();
    AVFrame tagged = colourful();
    tagged.colorspace(matrix).color_primaries(9).color_trc(14);
    ColourTags.removeUnknown(tagged);
    assertArrayEquals(scale(untagged).rgb(), scale(tagged).rgb());
    avutil.av_frame_free(untagged);
    avutil.av_frame_free(tagged);
  }

  @Test
  void reservedPrimariesAndTransferAreTakenForTheUsualOnes() throws VideoFileException {
    AVFrame untagged = colourful();
    AVFrame tagged = colourful();
    tagged.color_primaries(3).color_trc(3).color_range(17);
    ColourTags.removeUnknown(tagged);
    assertArrayEquals(scale(untagged).rgb(), scale(tagged).rgb());
    avutil.av_frame_free(untagged);
    avutil.av_frame_free(tagged);
  }

  @Test
  void knownColourTagsStay() {
    AVFrame frame = colourful();
    frame.colorspace(1).color_primaries(9).color_trc(16).color_range(2);
    ColourTags.removeUnknown(frame);
    assertEquals(1, frame.colorspace());
    assertEquals(9, frame.color_primaries());
    assertEquals(16, frame.color_trc());
    assertEquals(2, frame.color_range());
    avutil.av_frame_free(frame);
  }

  private static AVFrame colourful() {
    AVFrame frame = frame(avutil.AV_PIX_FMT_YUV420P);
    for (int plane = 0; plane < 3; plane++) {
      byte[] values = new byte[frame.linesize(plane) * (plane == 0 ? SIDE : SIDE / 2)];
      Arrays.fill(values, (byte) (100 + 40 * plane));
      frame.data(plane).put(values);
    }
    return frame;
  }

  @Test
  void interlacedFramesAreScaled() throws VideoFileException {
    AVFrame frame = colourful();
    byte[] progressive = scale(frame).rgb();
    frame.flags(Deinterlacer.INTERLACED);
    assertArrayEquals(progressive, scale(frame).rgb());
    avutil.av_frame_free(frame);
  }

  /** A new converter for each change would take 2 seconds or more. */
  @Timeout(60)
  @Test
  void sizesOfHdrPicturesMayChangeOften() throws VideoFileException {
    Flaws flaws = new Flaws();
    try (FrameScaler scaler = scaler(flaws)) {
      byte[] expected = {};
      for (int i = 0; i < 200; i++) {
        AVFrame frame = wide(SIDE + 2 * (i % 50), avutil.AVCOL_TRC_SMPTE2084);
        byte[] found = scaler.scale(frame, 0).rgb();
        expected = i == 0 ? found : expected;
        for (int k = 0; k < expected.length; k++) {
          assertEquals(expected[k] & 0xff, found[k] & 0xff, 2, "byte " + k);
        }
        avutil.av_frame_free(frame);
      }
    }
    assertEquals(List.of(), flaws.notes());
  }

  @Timeout(60)
  @Test
  void coloursMayChangeOften() throws VideoFileException {
    Flaws flaws = new Flaws();
    try (FrameScaler scaler = scaler(flaws)) {
      for (int primaries : new int[] {avutil.AVCOL_PRI_BT709, avutil.AVCOL_PRI_BT2020}) {
        for (int transfer = 4; transfer < avutil.AVCOL_TRC_NB; transfer++) {
          AVFrame frame = wide(SIDE, transfer).color_primaries(primaries);
          ColourTags.removeUnknown(frame);
          scaler.scale(frame, 0);
          avutil.av_frame_free(frame);
        }
      }
    }
    assertEquals(
        List.of(
            "found more than 4 kinds of pictures (size, pixel format, colours); further ones are"
                + " read without their colour tags"),
        flaws.notes());
  }

  /** Returns an evenly grey frame with colours of BT.2020. */
  private static AVFrame wide(int width, int transfer) {
    AVFrame frame = avutil.av_frame_alloc();
    frame.format(avutil.AV_PIX_FMT_YUV420P10LE).width(width).height(SIDE);
    frame.color_primaries(avutil.AVCOL_PRI_BT2020).colorspace(avutil.AVCOL_SPC_BT2020_NCL);
    frame.color_trc(transfer);
    assertEquals(0, avutil.av_frame_get_buffer(frame, 0));
    for (int plane = 0; plane < 3; plane++) {
      int rows = plane == 0 ? SIDE : SIDE / 2;
      ShortPointer values = new ShortPointer(frame.data(plane));
      for (long i = 0; i < (long) rows * frame.linesize(plane) / Short.BYTES; i++) {
        values.put(i, (short) 512);
      }
    }
    return frame;
  }
}
