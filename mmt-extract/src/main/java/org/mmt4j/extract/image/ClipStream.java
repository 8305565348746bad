package org.mmt4j.extract.image;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameCache;
import org.mmt4j.extract.MediaSink;

/**
 * Joins the frames of a video to clips: {@code length} consecutive frames, every {@code stride}
 * frames. A video that is shorter than a clip is one clip, padded with its last frame; in a longer
 * video, frames after the last full clip are skipped.
 */
public final class ClipStream implements MediaSink<Frame> {

  private final FrameCache<float[]> preprocessed;
  private final int length;
  private final int stride;
  private final MediaSink<float[]> clips;
  private final Deque<float[]> clip = new ArrayDeque<>();
  private int missing;
  private boolean delivered;

  /**
   * Creates clips.
   *
   * @param length frames of a clip, at least 1
   * @param stride frames from the start of a clip to the start of the next, at least 1
   * @param clips receives each clip, [3, length, height, width]
   */
  public ClipStream(
      ImagePreprocessing preprocessing, int length, int stride, MediaSink<float[]> clips) {
    if (length < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "clips: found length " + length + " and stride " + stride + ", expected at least 1 each");
    }
    this.preprocessed = new FrameCache<>(preprocessing::apply);
    this.length = length;
    this.stride = stride;
    this.clips = clips;
    this.missing = length;
  }

  @Override
  public void accept(Frame frame) throws IOException {
    if (clip.size() == length) {
      clip.remove();
    }
    clip.add(preprocessed.get(frame));
    missing--;
    if (missing == 0) {
      missing = stride;
      deliver();
    }
  }

  /** Says that the video has no more frames: delivers the clip of a short video. */
  public void end() throws IOException {
    if (!delivered && !clip.isEmpty()) {
      while (clip.size() < length) {
        clip.add(clip.getLast());
      }
      deliver();
    }
  }

  private void deliver() throws IOException {
    delivered = true;
    clips.accept(joined());
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
}
