package org.mmt4j.extract.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;

class ClipReaderTest {

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
    try (ClipReader reader = new ClipReader(new Counting(2), ONE_PIXEL, 2, 1)) {
      assertArrayEquals(new float[] {0, 1, 100, 101, 200, 201}, reader.next().orElseThrow());
    }
  }

  @Test
  void closesFrameReader() {
    Counting frames = new Counting(1);
    new ClipReader(frames, ONE_PIXEL, 1, 1).close();
    assertTrue(frames.closed);
  }

  @Test
  void rejectsStrideZero() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> new ClipReader(new Counting(1), ONE_PIXEL, 1, 0));
    assertEquals("clips: found length 1 and stride 0, expected at least 1 each", e.getMessage());
  }

  /** Returns the red values of the frames of each clip. */
  private static List<String> clips(int count, int length, int stride) throws IOException {
    List<String> clips = new ArrayList<>();
    try (ClipReader reader = new ClipReader(new Counting(count), ONE_PIXEL, length, stride)) {
      for (Optional<float[]> clip = reader.next(); clip.isPresent(); clip = reader.next()) {
        List<String> reds = new ArrayList<>();
        for (int i = 0; i < length; i++) {
          reds.add(String.valueOf((int) clip.get()[i]));
        }
        clips.add(String.join(" ", reds));
      }
    }
    return clips;
  }

  /** Frames of one pixel: red is the index, green is 100 more, blue is 200 more. */
  private static final class Counting implements FrameReader {
    private final int count;
    private int next;
    private boolean closed;

    Counting(int count) {
      this.count = count;
    }

    @Override
    public Optional<Frame> next() {
      if (next == count) {
        return Optional.empty();
      }
      byte[] rgb = {(byte) next, (byte) (next + 100), (byte) (next + 200)};
      return Optional.of(new Frame(next++, 1, 1, rgb));
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
