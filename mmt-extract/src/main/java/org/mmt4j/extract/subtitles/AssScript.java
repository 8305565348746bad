package org.mmt4j.extract.subtitles;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import org.mmt4j.extract.VideoFileException;

/**
 * Parses the events of an ASS or SSA script: lines {@code Dialogue: } with the fields that the line
 * {@code Format: } names. Comments are not shown, and not read.
 */
final class AssScript {

  private static final String FORMAT = "format:";
  private static final String DIALOGUE = "dialogue:";
  private static final Splitter COMMA = Splitter.on(',').trimResults();

  private ImmutableList<String> fields =
      ImmutableList.of(
          "layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect",
          "text");

  private final CueCollector cues;

  private AssScript(CueCollector cues) {
    this.cues = cues;
  }

  /** Adds the cues of a file. */
  static void read(Iterable<String> lines, CueCollector cues) throws VideoFileException {
    AssScript script = new AssScript(cues);
    boolean inEvents = false;
    for (String line : lines) {
      if (line.startsWith("[")) {
        inEvents = startsWith(line, "[events]");
      } else if (inEvents && startsWith(line, FORMAT)) {
        String names = line.substring(FORMAT.length()).toLowerCase(Locale.ROOT);
        script.fields = ImmutableList.copyOf(COMMA.split(names));
      } else if (inEvents && startsWith(line, DIALOGUE)) {
        script.add(line.substring(DIALOGUE.length()));
      }
    }
  }

  private static boolean startsWith(String line, String start) {
    return line.regionMatches(true, 0, start, 0, start.length());
  }

  /** The text is the last field, and may contain commas. */
  private void add(String line) throws VideoFileException {
    List<String> values = COMMA.limit(fields.size()).splitToList(line);
    int start = fields.indexOf("start");
    int end = fields.indexOf("end");
    if (values.size() == fields.size() && start >= 0 && end >= 0) {
      cues.add(
          CueTime.second(values.get(start)),
          CueTime.second(values.get(end)),
          values.get(values.size() - 1),
          Markup.ASS);
    }
  }
}
