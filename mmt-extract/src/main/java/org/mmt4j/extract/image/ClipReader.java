package org.mmt4j.extract.image;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.VideoFileException;

/**
 * Reads clips of a video: {@code length} consecutive frames, every {@code stride} frames. A video
 * that is shorter than a clip is one clip, padded with its last frame; in a longer video, frames
 * after the last full clip are skipped.
 */
public final class ClipReader implements AutoCloseable {

  private final FrameReader frames;
  private final ImagePreprocessing preprocessing;
  private final int length;
  private final int stride;
  private final Deque<float[]> clip = new ArrayDeque<>();

  /**
   * Reads frames, and owns their reader.
   *
   * @param length frames of a clip, at least 1
   * @param stride frames from the start of a clip to the start of the next, at least 1
   */
  public ClipReader(FrameReader frames, ImagePreprocessing preprocessing, int length, int stride) {
    if (length < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "clips: found length " + length + " and stride " + stride + ", expected at least 1 each");
    }
    this.frames = frames;
    this.preprocessing = preprocessing;
    this.length = length;
    this.stride = stride;
  }

  /**
   * Returns the next clip, [3, length, height, width]; empty at the end.
   *
   * @throws VideoFileException if the file cannot be decoded
   */
  public Optional<float[]> next() throws VideoFileException {
    boolean first = clip.isEmpty();
    boolean full = read(first ? length : stride);
    if (full || (first && !clip.isEmpty())) {
      pad();
      return Optional.of(joined());
    }
    return Optional.empty();
  }

  /**
   * Adds frames to the clip and removes the oldest; returns false if the video has fewer than
   * {@code count} left.
   */
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

  private void pad() {
    while (clip.size() < length) {
      clip.add(clip.getLast());
    }
  }

  /** length x [3, height, width] -> [3, length, height, width]. */
  private float[] joined() {
    int plane = clip.getFirst().length / Pixels.CHANNELS;
    float[] joined = new float[clip.getFirst().length * length];
    int index = 0;
    for (float[] planes : clip) {
      for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
        int target = (channel * length + index) * plane;
        System.arraycopy(planes, channel * plane, joined, target, plane);
      }
      index++;
    }
    return joined;
  }

  @Override
  public void close() {
    frames.close();
  }
}
