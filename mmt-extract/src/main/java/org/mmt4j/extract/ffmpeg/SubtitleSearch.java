package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.mmt4j.extract.SubtitleCue;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.extract.subtitles.CueCollector;
import org.mmt4j.extract.subtitles.SubtitleFile;
import org.mmt4j.extract.subtitles.SubtitleFiles;

/**
 * Finds the subtitles of a video: the first file beside it that has words, else the first track.
 * Files come first, because someone put them there.
 */
final class SubtitleSearch {

  private final Path video;
  private final double duration;
  private final IntConsumer damageListener;
  private final Consumer<String> noteListener;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param duration seconds of the video; 0 if unknown
   * @param damageListener receives the number of damaged packets of a track, if there are any
   * @param noteListener receives one line, if anything was skipped
   */
  SubtitleSearch(
      Path video, double duration, IntConsumer damageListener, Consumer<String> noteListener) {
    this.video = video;
    this.duration = duration;
    this.damageListener = damageListener;
    this.noteListener = noteListener;
  }

  /**
   * Returns the cues, in order of their start; empty if there are none.
   *
   * @throws VideoFileException if the video cannot be opened
   */
  ImmutableList<SubtitleCue> read() throws VideoFileException {
    ImmutableList<SubtitleCue> cues = fromFiles();
    if (cues.isEmpty()) {
      cues = fromTracks();
    }
    if (!problems.isEmpty()) {
      noteListener.accept("skipped " + String.join("; ", problems));
    }
    return cues;
  }

  private ImmutableList<SubtitleCue> fromFiles() {
    for (Path file : files()) {
      try {
        return SubtitleFile.read(file, video, duration);
      } catch (VideoFileException e) {
        problems.add(e.problem());
      }
    }
    return ImmutableList.of();
  }

  private ImmutableList<Path> files() {
    try {
      return SubtitleFiles.of(video);
    } catch (IOException e) {
      problems.add("subtitle files: cannot list the folder (" + e.getMessage() + ")");
      return ImmutableList.of();
    }
  }

  private ImmutableList<SubtitleCue> fromTracks() throws VideoFileException {
    for (SubtitleTrack track : tracks()) {
      ImmutableList<SubtitleCue> cues = fromTrack(track);
      if (!cues.isEmpty()) {
        return cues;
      }
    }
    return ImmutableList.of();
  }

  private ImmutableList<SubtitleTrack> tracks() throws VideoFileException {
    try (Demuxer demuxer = Demuxer.open(video)) {
      return SubtitleTrack.of(demuxer);
    }
  }

  private ImmutableList<SubtitleCue> fromTrack(SubtitleTrack track) throws VideoFileException {
    CueCollector cues = new CueCollector(video, track.toString(), duration);
    try (Demuxer demuxer = Demuxer.open(video)) {
      try {
        TextSubtitles.read(demuxer, track, cues, damageListener).ifPresent(problems::add);
        return cues.cues();
      } catch (VideoFileException e) {
        problems.add(e.problem());
        return ImmutableList.of();
      }
    }
  }
}
