package org.mmt4j.extract;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds video files by their extension. The folder itself may be a link; links to folders inside it
 * are not followed, and files whose names start with a dot are skipped.
 */
public final class VideoFolder {

  /** File extensions, without the dot, in lower case. */
  public static final SortedSet<String> EXTENSIONS =
      sorted(
          "3gp", "asf", "avi", "dv", "f4v", "flv", "m2ts", "m4v", "mkv", "mov", "mp4", "mpeg",
          "mpg", "mts", "mxf", "ogm", "ogv", "ts", "vob", "webm", "wmv", "y4m");

  private VideoFolder() {}

  private static SortedSet<String> sorted(String... extensions) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(List.of(extensions)));
  }

  /**
   * Lists all videos in a folder and its subfolders. Folders that cannot be read are skipped and
   * reported.
   *
   * @throws VideoFileException if it is not a folder, or all of it can be read and has no video
   * @throws IOException if the folder cannot be read
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
              + visitor.otherFiles()
              + " files, expected at least one with the extension ."
              + String.join(", .", EXTENSIONS));
    }
    return found;
  }

  /** Returns the name of the video in a file: the file name without its extension. */
  public static String id(Path file) {
    return MoreFiles.getNameWithoutExtension(file);
  }
}
