package org.mmt4j.data;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Videos with captions, in a fixed order, for training and evaluation. Videos are in memory ({@link
 * #of}), or read from files on request (the splits of mmt-features). Implementations are
 * thread-safe.
 */
public interface CaptionedVideos {

  /** Returns the number of videos. */
  int size();

  /**
   * Returns the id of a video without reading the video.
   *
   * @param index 0 to {@link #size} - 1
   */
  String id(int index);

  /**
   * Returns a video as a training step reads it.
   *
   * @param index 0 to {@link #size} - 1
   * @param random generator of all random choices, such as a part of a long video
   * @throws IOException if the video cannot be read; the message names the file
   */
  CaptionedVideo draw(int index, RandomGenerator random) throws IOException;

  /**
   * Returns a video as an evaluation reads it, without random choices.
   *
   * @param index 0 to {@link #size} - 1
   * @throws IOException if the video cannot be read; the message names the file
   */
  CaptionedVideo load(int index) throws IOException;

  /** Returns videos that are in memory. Each draw returns the complete video. */
  static CaptionedVideos of(List<CaptionedVideo> videos) {
    return new VideosInMemory(List.copyOf(videos));
  }
}
