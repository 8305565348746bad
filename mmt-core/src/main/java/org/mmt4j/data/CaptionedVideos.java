package org.mmt4j.data;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Videos with captions that training draws from: in memory ({@link #of}), or read when it is their
 * turn (the splits of mmt-features). Safe for use by many threads.
 */
public interface CaptionedVideos {

  /** Number of videos. */
  int size();

  /**
   * The id of a video, without reading it.
   *
   * @param index 0 to {@link #size} - 1
   */
  String id(int index);

  /**
   * A video as one training step sees it. What is random about it, such as a part of a long video,
   * depends on the generator only.
   *
   * @param index 0 to {@link #size} - 1
   * @throws IOException if it cannot be read; the message names the file
   */
  CaptionedVideo draw(int index, RandomGenerator random) throws IOException;

  /**
   * Returns a video as an evaluation reads it: nothing of it is random.
   *
   * @param index 0 to {@link #size} - 1
   * @throws IOException if it cannot be read; the message names the file
   */
  CaptionedVideo load(int index) throws IOException;

  /** Videos that are in memory; every draw gives all of a video. */
  static CaptionedVideos of(List<CaptionedVideo> videos) {
    return new VideosInMemory(List.copyOf(videos));
  }
}
