package org.mmt4j.extract.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.Golden;

class ImagePreprocessingTest {

  private static final Normalization IDENTITY = Normalization.subtract(ChannelOrder.RGB, 0, 0, 0);

  @Test
  void enlargingAndCroppingMatchesReference() {
    ImagePreprocessing preprocessing =
        new ImagePreprocessing(Resize.centerCrop(8, 6), Normalization.IMAGENET);
    assertArrayEquals(
        Golden.floats("preprocessing_larger.npy"), preprocessing.apply(frame()), 1e-5f);
  }

  @Test
  void reducingAndCroppingMatchesReference() {
    ImagePreprocessing preprocessing =
        new ImagePreprocessing(Resize.centerCrop(3, 3), Normalization.PLUS_MINUS_ONE);
    assertArrayEquals(
        Golden.floats("preprocessing_smaller.npy"), preprocessing.apply(frame()), 1e-5f);
  }

  @Test
  void stretchingToBlueGreenRedMatchesReference() {
    ImagePreprocessing preprocessing =
        new ImagePreprocessing(
            Resize.stretch(3, 9), Normalization.subtract(ChannelOrder.BGR, 104, 117, 123));
    assertArrayEquals(
        Golden.floats("preprocessing_stretched.npy"), preprocessing.apply(frame()), 1e-4f);
  }

  /** Keys' kernel reproduces polynomials of degree 2 away from the edges. */
  @Test
  void bicubicEnlargingReproducesAParabola() {
    int length = 16;
    byte[] rgb = new byte[3 * length];
    for (int x = 0; x < length; x++) {
      byte value = (byte) (x * x);
      rgb[3 * x] = value;
      rgb[3 * x + 1] = (byte) (8 * x);
      rgb[3 * x + 2] = value;
    }
    Resize resize = Resize.stretch(2 * length, 1).withInterpolation(Interpolation.BICUBIC);
    float[] planes = new ImagePreprocessing(resize, IDENTITY).apply(new Frame(0, length, 1, rgb));
    for (int i = 8; i < 2 * length - 8; i++) {
      double x = (i + 0.5) / 2 - 0.5;
      assertEquals(8 * x, planes[2 * length + i], 1e-4);
      assertEquals(x * x, planes[i], 1e-3);
    }
  }

  @Test
  void bicubicValuesStayWithinThoseOfPixels() {
    byte[] edge = new byte[3 * 8];
    Arrays.fill(edge, 12, 24, (byte) -1);
    Resize resize = Resize.stretch(32, 1).withInterpolation(Interpolation.BICUBIC);
    for (float value : new ImagePreprocessing(resize, IDENTITY).apply(new Frame(0, 8, 1, edge))) {
      assertTrue(value >= 0 && value <= 255, () -> "found " + value);
    }
  }

  @Test
  void sameSizeKeepsValues() {
    float[] planes = new ImagePreprocessing(Resize.stretch(7, 5), IDENTITY).apply(frame());
    Frame frame = frame();
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 7; x++) {
        assertEquals(frame.red(x, y), planes[y * 7 + x]);
        assertEquals(frame.green(x, y), planes[35 + y * 7 + x]);
        assertEquals(frame.blue(x, y), planes[70 + y * 7 + x]);
      }
    }
  }

  @Property(tries = 100)
  void plainColourStaysUnchanged(
      @ForAll @IntRange(min = 1, max = 20) int width,
      @ForAll @IntRange(min = 1, max = 20) int height,
      @ForAll @IntRange(min = 1, max = 20) int newWidth,
      @ForAll @IntRange(min = 1, max = 20) int newHeight) {
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) 200);
    float[] planes =
        new ImagePreprocessing(Resize.stretch(newWidth, newHeight), IDENTITY)
            .apply(new Frame(0, width, height, rgb));
    float[] plain = new float[3 * newWidth * newHeight];
    Arrays.fill(plain, 200);
    assertArrayEquals(plain, planes, 1e-4f);
  }

  @Test
  void withMethodsReplaceOneValue() {
    assertEquals(
        new Normalization(ChannelOrder.BGR, 0.5, List.of(1.0, 2.0, 3.0), List.of(4.0, 5.0, 6.0)),
        Normalization.IMAGENET
            .withOrder(ChannelOrder.BGR)
            .withScale(0.5)
            .withMean(1, 2, 3)
            .withDeviation(4, 5, 6));
  }

  @Test
  void rejectsInvalidSettings() {
    assertRejected(
        "center crop: found side 9, expected at most the shorter side of the image, 8",
        () -> Resize.centerCrop(8, 9));
    assertRejected(
        "crop: found 0 x 1 pixels, expected at least 1 x 1",
        () -> new Resize(new FrameSize.Original(), 0, 1, Interpolation.BILINEAR));
    assertRejected(
        "image: found 7 x 5 pixels, expected at least 6 x 6",
        () ->
            new ImagePreprocessing(
                    new Resize(new FrameSize.Original(), 6, 6, Interpolation.BILINEAR), IDENTITY)
                .apply(frame()));
    assertRejected(
        "normalization: found deviation [1.0, 0.0, 1.0], expected positive values",
        () ->
            new Normalization(ChannelOrder.RGB, 1, List.of(0.0, 0.0, 0.0), List.of(1.0, 0.0, 1.0)));
    assertRejected(
        "normalization: found mean [0.0] and deviation [1.0, 1.0, 1.0], expected one value for"
            + " each of 3 channels",
        () -> new Normalization(ChannelOrder.RGB, 1, List.of(0.0), List.of(1.0, 1.0, 1.0)));
  }

  private static void assertRejected(String message, Runnable action) {
    Exception e = assertThrows(IllegalArgumentException.class, action::run);
    assertEquals(message, e.getMessage());
  }

  /** The image of preprocessing.py. */
  private static Frame frame() {
    byte[] rgb = new byte[7 * 5 * 3];
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 7; x++) {
        for (int c = 0; c < 3; c++) {
          rgb[(y * 7 + x) * 3 + c] = (byte) (x * 37 + y * 91 + c * 53 + x * y * 11);
        }
      }
    }
    return new Frame(0, 7, 5, rgb);
  }
}
