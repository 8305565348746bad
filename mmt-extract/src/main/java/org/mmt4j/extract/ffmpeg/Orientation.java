package org.mmt4j.extract.ffmpeg;

import java.awt.Dimension;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * The transform from a stored frame to the upright frame: the stored pixel (x, y) is shown at
 * {@code (a x + c y, b x + d y)}, moved so that the corner is (0, 0). Exactly one of a and c is not
 * 0, and exactly one of b and d: rotations by multiples of 90 degrees, mirrored or not.
 *
 * @param a step to the right for each stored step to the right: -1, 0 or 1
 * @param b step down for each stored step to the right: -1, 0 or 1
 * @param c step to the right for each stored step down: -1, 0 or 1
 * @param d step down for each stored step down: -1, 0 or 1
 */
record Orientation(int a, int b, int c, int d) {

  static final Orientation UPRIGHT = new Orientation(1, 0, 0, 1);

  private static final int MATRIX_BYTES = 9 * Integer.BYTES;
  private static final int CHANNELS = 3;

  /** Returns the orientation of a stream; rotations by other angles are ignored. */
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

  /** Returns whether rows become columns. */
  boolean swapsSides() {
    return a == 0;
  }

  /** Returns the shown size of a stored frame, or the stored size of a shown frame. */
  Dimension turn(Dimension size) {
    return swapsSides() ? new Dimension(/* width= */ size.height, /* height= */ size.width) : size;
  }

  /**
   * Rotates an image of 3 bytes per pixel.
   *
   * @param stored rows of the stored frame
   * @param size of the stored frame
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
