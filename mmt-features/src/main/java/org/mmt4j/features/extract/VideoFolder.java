package org.mmt4j.features.extract;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Finds video files by the ending of their name. The folder that is named may be a link; links to
 * folders inside it are not followed.
 */
public final class VideoFolder {

  /** Endings of names, without the dot, in lower case. */
  public static final ImmutableSet<String> ENDINGS =
      ImmutableSet.of(
          "3gp", "asf", "avi", "dv", "f4v", "flv", "m2ts", "m4v", "mkv", "mov", "mp4", "mpeg",
          "mpg", "mts", "mxf", "ogm", "ogv", "ts", "vob", "webm", "wmv", "y4m");

  private VideoFolder() {}

  /**
   * All videos in a folder and the folders inside it, in order of their names.
   *
   * @throws IOException if it is no folder or cannot be read
   */
  public static ImmutableList<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new VideoFileException(folder, "found no such folder, expected one with videos");
    }
    Path followed = folder.toRealPath();
    try (Stream<Path> paths = Files.walk(followed)) {
      return paths
          .filter(VideoFolder::isVideo)
          .filter(Files::isRegularFile)
          .map(path -> folder.resolve(followed.relativize(path)))
          .sorted()
          .collect(ImmutableList.toImmutableList());
    } catch (UncheckedIOException e) {
      throw new IOException(folder + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isVideo(Path file) {
    return ENDINGS.contains(MoreFiles.getFileExtension(file).toLowerCase(Locale.ROOT));
  }

  /** Name of the video in a file: the file's name without its ending. */
  public static String id(Path file) {
    return MoreFiles.getNameWithoutExtension(file);
  }
}
