package org.mmt4j.extract;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Walks folders and collects the videos; records what cannot be read, and skips it. */
final class VideoVisitor implements FileVisitor<Path> {

  private final UnaryOperator<Path> requested;
  private final List<Path> videos = new ArrayList<>();
  private final List<ExtractionFailure> failures = new ArrayList<>();
  private int otherFiles;

  /**
   * @param requested maps a visited path to the path that the caller requested
   */
  VideoVisitor(UnaryOperator<Path> requested) {
    this.requested = requested;
  }

  /** Returns what was found so far. */
  FoundVideos found() {
    return new FoundVideos(ImmutableList.sortedCopyOf(videos), ImmutableList.copyOf(failures));
  }

  /** Returns the number of files that are not videos. */
  int otherFiles() {
    return otherFiles;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (isVideo(file) && Files.isRegularFile(file)) {
      videos.add(requested.apply(file));
    } else {
      otherFiles++;
    }
    return FileVisitResult.CONTINUE;
  }

  /** Hidden files hold metadata of other files, such as {@code ._video7.mp4} of macOS. */
  private static boolean isVideo(Path file) {
    return !file.getFileName().toString().startsWith(".")
        && VideoFolder.EXTENSIONS.contains(
            MoreFiles.getFileExtension(file).toLowerCase(Locale.ROOT));
  }

  @Override
  public FileVisitResult visitFileFailed(Path path, IOException cause) {
    Path file = requested.apply(path);
    failures.add(
        ExtractionFailure.of(
            file, new VideoFileException(file, "cannot be read (" + FileProblem.of(cause) + ")")));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException cause) {
    return cause == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, cause);
  }
}
