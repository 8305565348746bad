package org.mmt4j.extract.ffmpeg;

import java.awt.Dimension;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * How stored pictures are turned to be upright: the stored pixel (x, y) is shown at (a x + c y, b x
 * + d y), moved so that the corner is (0, 0). One of a, c is not 0, and so one of b, d: quarters of
 * a turn, mirrored or not.
 *
 * @param a right for each step right: -1, 0 or 1
 * @param b down for each step right: -1, 0 or 1
 * @param c right for each step down: -1, 0 or 1
 * @param d down for each step down: -1, 0 or 1
 */
record Orientation(int a, int b, int c, int d) {

  static final Orientation UPRIGHT = new Orientation(1, 0, 0, 1);

  private static final int MATRIX_BYTES = 9 * Integer.BYTES;
  private static final int CHANNELS = 3;

  /** That of a stream; other angles than quarters of a turn are not applied. */
  static Orientation of(AVCodecParameters stream) {
    AVPacketSideData data =
        avcodec.av_packet_side_data_get(
            stream.coded_side_data(),
            stream.nb_coded_side_data(),
            avcodec.AV_PKT_DATA_DISPLAYMATRIX);
    if (data == null || data.size() < MATRIX_BYTES) {
      return UPRIGHT;
    }
    ByteBuffer matrix =
        data.data().capacity(MATRIX_BYTES).asByteBuffer().order(ByteOrder.nativeOrder());
    return ofMatrix(at(matrix, 0), at(matrix, 1), at(matrix, 3), at(matrix, 4));
  }

  private static int at(ByteBuffer matrix, int index) {
    return Integer.signum(matrix.getInt(index * Integer.BYTES));
  }

  private static Orientation ofMatrix(int a, int b, int c, int d) {
    boolean straight = a != 0 && d != 0 && b == 0 && c == 0;
    boolean turned = a == 0 && d == 0 && b != 0 && c != 0;
    return straight || turned ? new Orientation(a, b, c, d) : UPRIGHT;
  }

  /** Whether rows become columns. */
  boolean swapsSides() {
    return a == 0;
  }

  /** The shown size of a stored picture, or the stored size of a shown one. */
  Dimension turn(Dimension size) {
    return swapsSides() ? new Dimension(/* width= */ size.height, /* height= */ size.width) : size;
  }

  /**
   * Turns pixels of three bytes.
   *
   * @param stored rows of the stored picture
   * @param size of the stored picture
   */
  byte[] turn(byte[] stored, Dimension size) {
    if (equals(UPRIGHT)) {
      return stored;
    }
    byte[] shown = new byte[stored.length];
    int shownWidth = turn(size).width;
    int left = Math.min(0, a * (size.width - 1)) + Math.min(0, c * (size.height - 1));
    int top = Math.min(0, b * (size.width - 1)) + Math.min(0, d * (size.height - 1));
    for (int y = 0; y < size.height; y++) {
      for (int x = 0; x < size.width; x++) {
        int from = CHANNELS * (y * size.width + x);
        int to = CHANNELS * ((b * x + d * y - top) * shownWidth + a * x + c * y - left);
        System.arraycopy(stored, from, shown, to, CHANNELS);
      }
    }
    return shown;
  }
}
