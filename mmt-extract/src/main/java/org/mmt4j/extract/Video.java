package org.mmt4j.extract;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;

/**
 * A video file, as experts see and hear it. Seconds count from the start of the file. The video
 * itself holds nothing open: each stream that it gives reads the file on its own, front to back,
 * and is closed by who asked for it. The memory of a stream does not grow with the length of the
 * video.
 */
public interface Video {

  /** Name of the video, as feature files call it. */
  String id();

  /** The file. */
  Path file();

  /** Pixels of a row, as the video is to be shown: rotation and pixel shape applied. */
  int width();

  /** Pixels of a column, as the video is to be shown: rotation and pixel shape applied. */
  int height();

  /** Length in seconds as the file states it; 0 if it does not. */
  double duration();

  /** Whether there is sound. */
  boolean hasAudio();

  /**
   * How many packets of a stream were damaged, and left out, of the streams that were read to their
   * end: the most of one.
   */
  default int damaged() {
    return 0;
  }

  /**
   * Pictures in order of time, upright.
   *
   * @param sampling which
   * @param size scaled to what, while decoding
   * @throws VideoFileException if the file cannot be decoded
   */
  FrameReader frames(FrameSampling sampling, FrameSize size) throws VideoFileException;

  /**
   * Sound, all channels mixed to one. Sample i is heard at second i / rate; before the sound starts
   * there is silence.
   *
   * @param rate samples a second, at least 1
   * @return no samples if the video has no sound
   * @throws VideoFileException if the file cannot be decoded
   */
  AudioReader audio(int rate) throws VideoFileException;

  /**
   * Cues of the first subtitle track that is text, in order of their start; empty if there is none.
   *
   * @throws VideoFileException if the file cannot be decoded
   */
  ImmutableList<SubtitleCue> subtitles() throws VideoFileException;
}
