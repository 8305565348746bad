package org.mmt4j.extract;

import java.nio.file.Path;
import java.util.List;

/**
 * A video file, as experts read it. Times are in seconds from the start of the file. A video holds
 * no resources: each reader opens the file on its own, reads it from start to end, and is closed by
 * the caller that requested it. The memory of a reader does not grow with the length of the video.
 */
public interface Video {

  /** Returns the name of the video, as in feature files. */
  String id();

  /** Returns the file. */
  Path file();

  /** Returns the width in pixels as shown: rotation and pixel aspect ratio are applied. */
  int width();

  /** Returns the height in pixels as shown: rotation and pixel aspect ratio are applied. */
  int height();

  /** Returns the duration in seconds that the file states; 0 if it states none. A hint. */
  double duration();

  /** Returns whether the video has audio that can be decoded. */
  boolean hasAudio();

  /**
   * Returns the number of damaged packets that were skipped: the maximum over all readers that have
   * reached the end.
   */
  default int damagedPackets() {
    return 0;
  }

  /**
   * Returns what was not read so far, one sentence each: a stream that cannot be decoded, subtitles
   * without words, or an end before the stated one.
   */
  default List<String> notes() {
    return List.of();
  }

  /**
   * Opens a reader of the decoded pictures.
   *
   * @throws VideoFileException if the file cannot be decoded
   */
  PictureReader pictures() throws VideoFileException;

  /**
   * Opens a reader of the audio at several rates, mixed to one channel. Sample i of a rate is at
   * second i / rate; if the audio starts later than the video, it begins with silence.
   *
   * @param rates samples per second, unique, at least 1 each
   * @return no samples if the video has no audio
   * @throws VideoFileException if the file cannot be decoded
   */
  SoundReader sound(List<Integer> rates) throws VideoFileException;

  /**
   * Opens a reader of upright frames, in order of time.
   *
   * @param sampling selects the frames
   * @param size the size to which frames are scaled
   * @throws VideoFileException if the file cannot be decoded
   */
  default FrameReader frames(FrameSampling sampling, FrameSize size) throws VideoFileException {
    return new SampledFrames(pictures(), sampling, size);
  }

  /**
   * Opens a reader of the audio at one rate, as {@link #sound}.
   *
   * @param rate samples per second, at least 1
   * @return no samples if the video has no audio
   * @throws VideoFileException if the file cannot be decoded
   */
  default AudioReader audio(int rate) throws VideoFileException {
    return new SampledSound(sound(List.of(rate)));
  }

  /**
   * Returns the cues of the subtitles, in order of their start; empty if there are none. Subtitles
   * that cannot be used are skipped, and are in {@link #notes}.
   *
   * <p>The text has no markup. Cues are within the video. Words that a cue repeats from the cue
   * before, as captions that roll up do, are in the first cue only. Where the subtitles state times
   * of single words, each is a cue.
   *
   * @throws VideoFileException if the file cannot be opened
   */
  List<SubtitleCue> subtitles() throws VideoFileException;
}
