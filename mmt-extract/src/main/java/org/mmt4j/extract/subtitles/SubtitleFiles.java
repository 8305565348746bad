package org.mmt4j.extract.subtitles;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mmt4j.extract.VideoFolder;

/**
 * Finds the subtitle files of a video: in its folder, with its name, a language if there is one,
 * and the extension, as in {@code talk.srt}, {@code talk.en.vtt}, {@code talk.de.forced.ass} or
 * {@code talk.mp4.srt} for {@code talk.mp4}.
 */
public final class SubtitleFiles {

  private static final ImmutableSet<String> READ = ImmutableSet.of("srt", "vtt", "ass", "ssa");

  /** Extensions of subtitles that are not read. */
  private static final ImmutableSet<String> OTHERS =
      ImmutableSet.of("dfxp", "lrc", "sami", "sbv", "scc", "smi", "stl", "sub", "ttml");

  /** Parts of a name that are no language. */
  private static final ImmutableSet<String> FLAGS =
      ImmutableSet.of("cc", "default", "forced", "full", "sdh");

  private static final Comparator<Match> ORDER =
      Comparator.comparing((Match match) -> !isRead(match.file()))
          .thenComparing(match -> match.tags().contains("forced"))
          .thenComparing(match -> SubtitleLanguage.rank(match.language()))
          .thenComparing(match -> match.file().getFileName().toString());

  /**
   * A subtitle file of a video.
   *
   * @param tags parts of its name between the name of the video and the extension, in lower case
   */
  private record Match(Path file, List<String> tags) {

    String language() {
      return tags.isEmpty() || FLAGS.contains(tags.get(0)) ? "" : tags.get(0);
    }

    boolean isOfVideo() {
      return language().isEmpty() || SubtitleLanguage.isLanguage(language());
    }
  }

  private SubtitleFiles() {}

  /**
   * Returns the subtitle files of a video, in the order in which they are tried: files without a
   * language, in English, in other languages in alphabetical order; last those with only the
   * foreign parts of a film, and formats that are not read.
   *
   * @throws IOException if the folder cannot be listed
   */
  public static ImmutableList<Path> of(Path video) throws IOException {
    ImmutableList<Path> siblings = siblings(video);
    return siblings.stream()
        .filter(file -> hasExtension(file, READ) || hasExtension(file, OTHERS))
        .filter(file -> siblings.stream().noneMatch(other -> isNearer(other, file, video)))
        .map(file -> new Match(file, tags(file, video)))
        .filter(Match::isOfVideo)
        .sorted(ORDER)
        .map(Match::file)
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns whether the format of a subtitle file is read. */
  static boolean isRead(Path file) {
    return hasExtension(file, READ);
  }

  /** Returns the files of the folder whose names start with the name of the video. */
  private static ImmutableList<Path> siblings(Path video) throws IOException {
    Path folder = video.toAbsolutePath().getParent();
    String start = name(video) + ".";
    if (folder == null) {
      return ImmutableList.of();
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, file -> file.getFileName().toString().startsWith(start))) {
      return ImmutableList.copyOf(files);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Returns whether another video has more of its name in the name of a file. */
  private static boolean isNearer(Path other, Path file, Path video) {
    return hasExtension(other, VideoFolder.EXTENSIONS)
        && name(other).length() > name(video).length()
        && file.getFileName().toString().startsWith(name(other) + ".");
  }

  private static ImmutableList<String> tags(Path file, Path video) {
    String name = name(file);
    String whole = video.getFileName() + ".";
    int from = (name + ".").startsWith(whole) ? whole.length() : name(video).length() + 1;
    String tags = from < name.length() ? name.substring(from) : "";
    return ImmutableList.copyOf(
        Splitter.on('.').omitEmptyStrings().split(tags.toLowerCase(Locale.ROOT)));
  }

  private static boolean hasExtension(Path file, Set<String> extensions) {
    return extensions.contains(MoreFiles.getFileExtension(file).toLowerCase(Locale.ROOT));
  }

  private static String name(Path file) {
    return MoreFiles.getNameWithoutExtension(file);
  }
}
