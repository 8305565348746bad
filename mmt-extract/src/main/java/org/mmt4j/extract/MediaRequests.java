package org.mmt4j.extract;

import java.util.ArrayList;
import java.util.List;

/**
 * What an expert requests of a video, and what it observes. The requests of all experts are merged:
 * pictures and sound are decoded once, a picture is scaled once for each size, and sound is
 * resampled once for each rate.
 */
public final class MediaRequests {

  /** A request of frames. */
  record Frames(FrameSampling sampling, FrameSize size, MediaSink<Frame> sink) {}

  /** A request of audio. */
  record Audio(int rate, MediaSink<float[]> sink) {}

  private static final int MAX_OBSERVATIONS = 10_000;

  private final Video video;
  private final List<Frames> frames = new ArrayList<>();
  private final List<Audio> audio = new ArrayList<>();
  private final List<Observation> observations = new ArrayList<>();

  MediaRequests(Video video) {
    this.video = video;
  }

  /** Returns the video. Frames and audio that are read from it directly are decoded separately. */
  public Video video() {
    return video;
  }

  /**
   * Requests upright frames.
   *
   * @param sampling selects the frames
   * @param size the size to which frames are scaled
   * @param sink receives the frames
   */
  public void frames(FrameSampling sampling, FrameSize size, MediaSink<Frame> sink) {
    frames.add(new Frames(sampling, size, sink));
  }

  /**
   * Requests the audio, mixed to one channel, as {@link Video#audio} returns it.
   *
   * @param rate samples per second, at least 1
   * @param sink receives blocks of samples
   */
  public void audio(int rate, MediaSink<float[]> sink) {
    audio.add(new Audio(rate, sink));
  }

  /**
   * Says what the expert has observed, for {@link ExtractionListener#onObservations}; no feature
   * depends on it. Of a video, the first {@value #MAX_OBSERVATIONS} count.
   */
  public void observe(double second, String text) {
    if (observations.size() < MAX_OBSERVATIONS) {
      observations.add(new Observation(second, text));
    }
  }

  List<Observation> observations() {
    return observations;
  }

  List<Frames> frames() {
    return frames;
  }

  List<Audio> audio() {
    return audio;
  }
}
