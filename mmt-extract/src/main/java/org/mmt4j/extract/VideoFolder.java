package org.mmt4j.extract;

import com.google.common.collect.ImmutableSet;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds video files by the ending of their name. The folder that is named may be a link; links to
 * folders inside it are not followed, and files whose names start with a dot are left out.
 */
public final class VideoFolder {

  /** Endings of names, without the dot, in lower case. */
  public static final ImmutableSet<String> ENDINGS =
      ImmutableSet.of(
          "3gp", "asf", "avi", "dv", "f4v", "flv", "m2ts", "m4v", "mkv", "mov", "mp4", "mpeg",
          "mpg", "mts", "mxf", "ogm", "ogv", "ts", "vob", "webm", "wmv", "y4m");

  private VideoFolder() {}

  /**
   * All videos in a folder and the folders inside it. What cannot be read is left out, and named.
   *
   * @throws VideoFileException if it is no folder, or all of it can be read and has no video
   * @throws IOException if the folder cannot be looked at
   */
  public static FoundVideos list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new VideoFileException(folder, "found no such folder, expected one with videos");
    }
    Path followed = folder.toRealPath();
    VideoVisitor visitor = new VideoVisitor(path -> folder.resolve(followed.relativize(path)));
    Files.walkFileTree(followed, visitor);
    FoundVideos found = visitor.found();
    if (found.files().isEmpty() && found.failures().isEmpty()) {
      throw new VideoFileException(
          folder,
          "found no video among "
              + visitor.others()
              + " files, expected some that end in ."
              + String.join(", .", ENDINGS));
    }
    return found;
  }

  /** Name of the video in a file: the file's name without its ending. */
  public static String id(Path file) {
    return MoreFiles.getNameWithoutExtension(file);
  }
}
