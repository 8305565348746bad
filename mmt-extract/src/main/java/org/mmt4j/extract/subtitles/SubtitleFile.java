package org.mmt4j.extract.subtitles;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.mmt4j.extract.VideoFileException;

/**
 * Reads a subtitle file beside a video: SubRip, WebVTT or ASS, whichever it contains, whatever its
 * extension says. Opens no other file.
 */
public final class SubtitleFile {

  private static final int MAX_BYTES = 16 << 20;
  private static final Pattern LINE_END = Pattern.compile("\r\n|[\r\n]");
  private static final Pattern ASS_EVENTS =
      Pattern.compile("^\\[events]\\s*$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private SubtitleFile() {}

  /**
   * Adds the cues of a file.
   *
   * @throws VideoFileException if it has no cue, is too large, or cannot be read; the message is
   *     that of {@link CueCollector#problem}
   */
  public static void read(Path file, CueCollector cues) throws VideoFileException {
    if (!SubtitleFiles.isRead(file)) {
      throw cues.problem("found a format that is not read, expected .srt, .vtt, .ass or .ssa");
    }
    String text = SubtitleEncoding.decode(bytes(file, cues));
    Iterable<String> lines = () -> LINE_END.splitAsStream(text).iterator();
    if (ASS_EVENTS.matcher(text).find()) {
      AssScript.read(lines, cues);
    } else {
      CueBlocks.read(lines, cues);
    }
    if (cues.isEmpty()) {
      throw cues.problem("found no cue, expected at least one");
    }
  }

  private static byte[] bytes(Path file, CueCollector cues) throws VideoFileException {
    if (!Files.isRegularFile(file)) {
      throw cues.problem("found no regular file, expected one");
    }
    try (InputStream input = Files.newInputStream(file)) {
      byte[] bytes = input.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw cues.problem(
            "found more than " + (MAX_BYTES >> 20) + " MiB, expected a file of at most that size");
      }
      return bytes;
    } catch (VideoFileException e) {
      throw e;
    } catch (IOException e) {
      throw cues.problem("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }
}
