package org.mmt4j.extract.image;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.VideoFileException;

/**
 * Clips of a video: {@code length} pictures that follow each other, every {@code stride} pictures.
 * A video that is shorter than a clip is one clip, filled up with its last picture; pictures after
 * the last full clip of a longer one are left out.
 */
public final class ClipReader implements AutoCloseable {

  private final FrameReader frames;
  private final ImagePreprocessing preprocessing;
  private final int length;
  private final int stride;
  private final Deque<float[]> clip = new ArrayDeque<>();

  /**
   * Reads pictures, and closes their reader.
   *
   * @param length pictures of a clip, at least 1
   * @param stride pictures from the start of a clip to the start of the next, at least 1
   */
  public ClipReader(FrameReader frames, ImagePreprocessing preprocessing, int length, int stride) {
    if (length < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "clips: found " + length + " pictures every " + stride + ", expected at least 1 each");
    }
    this.frames = frames;
    this.preprocessing = preprocessing;
    this.length = length;
    this.stride = stride;
  }

  /**
   * The next clip, [3, length, height, width]; empty at the end.
   *
   * @throws VideoFileException if the file cannot be decoded
   */
  public Optional<float[]> next() throws VideoFileException {
    boolean first = clip.isEmpty();
    boolean full = read(first ? length : stride);
    if (full || (first && !clip.isEmpty())) {
      fillUp();
      return Optional.of(joined());
    }
    return Optional.empty();
  }

  /** Takes in so many pictures, the oldest leave; false if there were not so many. */
  private boolean read(int count) throws VideoFileException {
    for (int i = 0; i < count; i++) {
      Optional<Frame> frame = frames.next();
      if (frame.isEmpty()) {
        return false;
      }
      if (clip.size() == length) {
        clip.remove();
      }
      clip.add(preprocessing.apply(frame.get()));
    }
    return true;
  }

  private void fillUp() {
    while (clip.size() < length) {
      clip.add(clip.getLast());
    }
  }

  /** length x [3, height, width] -> [3, length, height, width]. */
  private float[] joined() {
    int plane = clip.getFirst().length / Pixels.CHANNELS;
    float[] joined = new float[clip.getFirst().length * length];
    int picture = 0;
    for (float[] planes : clip) {
      for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
        int target = (channel * length + picture) * plane;
        System.arraycopy(planes, channel * plane, joined, target, plane);
      }
      picture++;
    }
    return joined;
  }

  @Override
  public void close() {
    frames.close();
  }
}
