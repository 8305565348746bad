package org.mmt4j.extract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.mmt4j.io.FileNames;

/**
 * Finds video files by their extension. The folder itself may be a link; links to folders inside it
 * are not followed. Files that macOS writes beside others ({@code ._clip.mp4}) are not videos.
 */
public final class VideoFolder {

  /** File extensions of videos that FFmpeg reads, without the dot, in lower case. */
  public static final SortedSet<String> EXTENSIONS =
      sorted(
          "264", "265", "3g2", "3gp", "3gp2", "3gpp", "amv", "asf", "avi", "dif", "divx", "dv",
          "evo", "f4v", "flc", "fli", "flv", "gif", "gxf", "h264", "h265", "hevc", "insv", "ismv",
          "ivf", "m1v", "m2p", "m2t", "m2ts", "m2v", "m4v", "mj2", "mjpeg", "mjpg", "mk3d", "mkv",
          "mod", "mov", "mp4", "mp4v", "mpe", "mpeg", "mpg", "mpv", "mts", "mxf", "nsv", "nut",
          "obu", "ogm", "ogv", "ogx", "qt", "rm", "rmvb", "tod", "trp", "ts", "vob", "webm", "wm",
          "wmv", "wtv", "xvid", "y4m");

  /** What {@link FoundVideos#otherFiles} calls files whose names start with a dot. */
  public static final String HIDDEN = "hidden";

  /** What {@link FoundVideos#otherFiles} calls files without an extension. */
  public static final String NO_EXTENSION = "without extension";

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
    FoundVideos found = visitor.found(folder);
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

  /**
   * Returns the id of the video in a file: its path below the folder without the extension, with
   * {@code /} between names, such as {@code cat/000}. Names are read as UTF-8 in every locale; a
   * byte that is not UTF-8 is written as {@code %E4}.
   */
  public static String id(Path folder, Path file) {
    String path =
        FileNames.text(folder.relativize(file)).replace(file.getFileSystem().getSeparator(), "/");
    return path.substring(0, path.length() - extensionLength(path));
  }

  /** Returns the number of characters of the extension and its dot. */
  private static int extensionLength(String path) {
    int dot = path.lastIndexOf('.');
    return dot > path.lastIndexOf('/') ? path.length() - dot : 0;
  }
}
