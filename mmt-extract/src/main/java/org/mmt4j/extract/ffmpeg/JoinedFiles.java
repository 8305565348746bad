package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.mmt4j.extract.VideoFileException;

/**
 * Finds the parts of a file that is several files, one after another, as {@code cat} makes them:
 *
 * <ul>
 *   <li>in MPEG transport and program streams, where all streams end before others start; where the
 *       same streams go on, the {@link Timeline} joins them
 *   <li>in formats of which FFmpeg reads the first file only, at the {@link FileHeaders headers}
 * </ul>
 *
 * <p>FFmpeg itself joins files of other formats, such as Matroska and AVI.
 */
final class JoinedFiles {

  /** Maximum number of parts: each is opened several times. */
  static final int MAX_PARTS = 1000;

  private static final ImmutableList<FilePart> ONE = ImmutableList.of(FilePart.WHOLE);

  private final Path file;
  private final Flaws flaws;

  /**
   * @param flaws receives a sentence for each part that cannot be read
   */
  JoinedFiles(Path file, Flaws flaws) {
    this.file = file;
    this.flaws = flaws;
  }

  /**
   * Returns the parts that can be read, in order, at least one.
   *
   * @throws VideoFileException if the file cannot be opened
   */
  ImmutableList<FilePart> parts() throws VideoFileException {
    ImmutableList<FilePart> parts = ranges();
    if (parts.size() > MAX_PARTS) {
      String found = "found " + parts.size() + " joined files, expected at most " + MAX_PARTS;
      flaws.note(found + "; what FFmpeg reads of them as one file is used");
    }
    return parts.size() == 1 || parts.size() > MAX_PARTS ? ONE : timed(parts);
  }

  private ImmutableList<FilePart> ranges() throws VideoFileException {
    try (Demuxer demuxer = Demuxer.open(file, FilePart.WHOLE)) {
      if (demuxer.isSequential()) {
        demuxer.readToEnd();
        return fromProgramTables(demuxer.positions().parts());
      }
      return parts(FileHeaders.positions(file, demuxer));
    } catch (VideoFileException e) {
      throw e;
    } catch (IOException e) {
      throw new VideoFileException(file, "cannot be read (" + e.getMessage() + ")");
    }
  }

  private ImmutableList<FilePart> fromProgramTables(List<FilePart> parts) throws IOException {
    ImmutableList.Builder<FilePart> moved = ImmutableList.builder();
    for (FilePart part : parts) {
      long from = part.from() == 0 ? 0 : FileHeaders.programTable(file, part);
      moved.add(new FilePart(from, part.until()));
    }
    return moved.build();
  }

  private static ImmutableList<FilePart> parts(ImmutableList<Long> starts) {
    ImmutableList.Builder<FilePart> parts = ImmutableList.builder();
    for (int i = 0; i < starts.size(); i++) {
      long until = i + 1 < starts.size() ? starts.get(i + 1) : Long.MAX_VALUE;
      parts.add(new FilePart(starts.get(i), until));
    }
    return parts.build();
  }

  /** Lets each part start where the part before ends. */
  private ImmutableList<FilePart> timed(ImmutableList<FilePart> parts) {
    ImmutableList.Builder<FilePart> timed = ImmutableList.builder();
    double start = 0;
    for (FilePart part : parts) {
      FilePart moved = part.startingAt(start);
      try (Demuxer demuxer = Demuxer.open(file, moved)) {
        demuxer.readToEnd();
        start = Math.max(start, demuxer.mediaEnd());
        timed.add(moved.endingAt(start));
      } catch (VideoFileException e) {
        flaws.note("skipped " + part + ": " + e.problem());
      }
    }
    ImmutableList<FilePart> readable = timed.build();
    return readable.isEmpty() ? ONE : readable;
  }
}
