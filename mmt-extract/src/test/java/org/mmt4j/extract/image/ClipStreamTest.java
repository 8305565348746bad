package org.mmt4j.extract.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmt4j.extract.Frame;

class ClipStreamTest {

  private static final ImagePreprocessing ONE_PIXEL =
      new ImagePreprocessing(
          Resize.stretch(1, 1), Normalization.subtract(ChannelOrder.RGB, 0, 0, 0));

  @Test
  void clipsOverlapIfStrideIsShort() throws IOException {
    assertEquals(List.of("0 1 2", "2 3 4", "4 5 6"), clips(8, 3, 2));
  }

  @Test
  void skipsFramesIfStrideIsLong() throws IOException {
    assertEquals(List.of("0 1", "5 6", "10 11"), clips(16, 2, 5));
  }

  @Test
  void padsShortVideoWithItsLastFrame() throws IOException {
    assertEquals(List.of("0 1 1 1"), clips(2, 4, 1));
  }

  @Test
  void videoOfClipLengthIsOneClip() throws IOException {
    assertEquals(List.of("0 1 2 3"), clips(4, 4, 1));
  }

  @Test
  void videoWithoutFramesHasNoClips() throws IOException {
    assertEquals(List.of(), clips(0, 4, 1));
  }

  @Test
  void channelsComeFirst() throws IOException {
    assertArrayEquals(new float[] {0, 1, 100, 101, 200, 201}, read(2, 2, 1).get(0));
  }

  @Test
  void computesAnUnchangedPictureOnce() throws IOException {
    List<float[]> clips = new ArrayList<>();
    ClipStream stream = new ClipStream(ONE_PIXEL, 2, 2, clips::add);
    byte[] rgb = {1, 2, 3};
    stream.accept(new Frame(0, 1, 1, rgb));
    rgb[0] = 9; // a result computed again would differ
    stream.accept(new Frame(1, 1, 1, rgb));
    assertArrayEquals(new float[] {1, 1, 2, 2, 3, 3}, clips.get(0));
  }

  @Test
  void rejectsStrideZero() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> new ClipStream(ONE_PIXEL, 1, 0, clip -> {}));
    assertEquals("clips: found length 1 and stride 0, expected at least 1 each", e.getMessage());
  }

  /** Returns the red values of the frames of each clip. */
  private static List<String> clips(int count, int length, int stride) throws IOException {
    List<String> clips = new ArrayList<>();
    for (float[] clip : read(count, length, stride)) {
      List<String> reds = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        reds.add(String.valueOf((int) clip[i]));
      }
      clips.add(String.join(" ", reds));
    }
    return clips;
  }

  /** Returns clips of frames of one pixel: red is the index, green 100 more, blue 200 more. */
  private static List<float[]> read(int count, int length, int stride) throws IOException {
    List<float[]> clips = new ArrayList<>();
    ClipStream stream = new ClipStream(ONE_PIXEL, length, stride, clips::add);
    for (int i = 0; i < count; i++) {
      stream.accept(new Frame(i, 1, 1, new byte[] {(byte) i, (byte) (i + 100), (byte) (i + 200)}));
    }
    stream.end();
    return clips;
  }
}
