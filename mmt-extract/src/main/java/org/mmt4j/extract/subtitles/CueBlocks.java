package org.mmt4j.extract.subtitles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mmt4j.extract.VideoFileException;

/**
 * Parses SubRip and WebVTT: lines of text after a line with the times. In WebVTT, an empty line
 * ends the text. In SubRip, only the number of the next cue does, as files have empty lines inside
 * the text.
 */
final class CueBlocks {

  private static final Pattern NUMBER = Pattern.compile("\\s*\\d{1,9}\\s*");

  private final CueCollector cues;
  private final boolean emptyLineEndsCue;
  private final List<String> lines = new ArrayList<>();
  private @Nullable CueTime time;

  private CueBlocks(CueCollector cues, boolean emptyLineEndsCue) {
    this.cues = cues;
    this.emptyLineEndsCue = emptyLineEndsCue;
  }

  /** Adds the cues of a file. */
  static void read(Iterable<String> lines, CueCollector cues) throws VideoFileException {
    CueBlocks blocks = null;
    for (String line : lines) {
      if (blocks == null) {
        blocks = new CueBlocks(cues, line.startsWith("WEBVTT"));
      }
      blocks.add(line);
    }
    if (blocks != null) {
      blocks.finish();
    }
  }

  private void add(String line) throws VideoFileException {
    Optional<CueTime> found = CueTime.parse(line);
    if (found.isPresent()) {
      removeNumber();
      finish();
      time = found.get();
    } else if (emptyLineEndsCue && line.isEmpty()) {
      finish();
    } else if (time != null) {
      lines.add(line);
    }
  }

  /** Removes the number of the next cue. */
  private void removeNumber() {
    int last = lines.size() - 1;
    if (last >= 0 && NUMBER.matcher(lines.get(last)).matches()) {
      lines.remove(last);
    }
  }

  private void finish() throws VideoFileException {
    if (time != null) {
      cues.add(time.start(), time.end(), String.join("\n", lines), Markup.TAGS);
    }
    lines.clear();
    time = null;
  }
}
