package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mmt4j.extract.SubtitleCue;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.extract.subtitles.CueCollector;
import org.mmt4j.extract.subtitles.SubtitleFile;
import org.mmt4j.extract.subtitles.SubtitleFiles;

/**
 * Finds the subtitles of a video: the first file beside it that has words, else the first such
 * track. Files come first, because someone has put them there.
 */
final class SubtitleSearch {

  private final Path video;
  private final ImmutableList<FilePart> parts;
  private final Flaws flaws;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param flaws receives a sentence if anything is skipped
   */
  SubtitleSearch(Path video, ImmutableList<FilePart> parts, Flaws flaws) {
    this.video = video;
    this.parts = parts;
    this.flaws = flaws;
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
      flaws.note("skipped " + String.join("; ", problems));
    }
    return cues;
  }

  private ImmutableList<SubtitleCue> fromFiles() throws VideoFileException {
    ImmutableList<Path> files = files();
    double end = files.isEmpty() ? 0 : end();
    for (Path file : files) {
      CueCollector cues = new CueCollector(video, "subtitles " + file.getFileName());
      try {
        SubtitleFile.read(file, cues);
        return cues.cues(end);
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

  /** Returns the second at which the video ends: what files state is often wrong. */
  private double end() throws VideoFileException {
    try (Demuxer demuxer = Demuxer.open(video, parts.get(parts.size() - 1))) {
      demuxer.readToEnd();
      return demuxer.mediaEnd();
    }
  }

  private ImmutableList<SubtitleCue> fromTracks() throws VideoFileException {
    ImmutableList.Builder<SubtitleCue> cues = ImmutableList.builder();
    for (FilePart part : parts) {
      cues.addAll(fromTracks(part));
    }
    return cues.build();
  }

  private ImmutableList<SubtitleCue> fromTracks(FilePart part) throws VideoFileException {
    for (SubtitleTrack track : tracks(part)) {
      try (Demuxer demuxer = Demuxer.open(video, part)) {
        ImmutableList<SubtitleCue> cues = fromTrack(demuxer, track);
        if (!cues.isEmpty()) {
          return cues;
        }
      }
    }
    return ImmutableList.of();
  }

  private ImmutableList<SubtitleTrack> tracks(FilePart part) throws VideoFileException {
    try (Demuxer demuxer = Demuxer.open(video, part)) {
      return SubtitleTrack.of(demuxer);
    }
  }

  private ImmutableList<SubtitleCue> fromTrack(Demuxer demuxer, SubtitleTrack track) {
    CueCollector cues = new CueCollector(video, track.toString());
    try {
      TextSubtitles.read(demuxer, track, cues, flaws);
      return cues.cues(demuxer.mediaEnd());
    } catch (VideoFileException e) {
      problems.add(e.problem());
      return ImmutableList.of();
    }
  }
}
