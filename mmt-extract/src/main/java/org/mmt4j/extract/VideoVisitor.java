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

/** Goes through folders and keeps the videos; what cannot be read is noted, and left out. */
final class VideoVisitor implements FileVisitor<Path> {

  private final UnaryOperator<Path> named;
  private final List<Path> videos = new ArrayList<>();
  private final List<ExtractionFailure> failures = new ArrayList<>();
  private int others;

  /**
   * @param named the path that a path which is visited was asked for by
   */
  VideoVisitor(UnaryOperator<Path> named) {
    this.named = named;
  }

  /** What was found until now. */
  FoundVideos found() {
    return new FoundVideos(ImmutableList.sortedCopyOf(videos), ImmutableList.copyOf(failures));
  }

  /** How many files were seen that are no videos. */
  int others() {
    return others;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (isVideo(file) && Files.isRegularFile(file)) {
      videos.add(named.apply(file));
    } else {
      others++;
    }
    return FileVisitResult.CONTINUE;
  }

  /** Hidden files are what systems note about others, such as {@code ._video7.mp4} of macOS. */
  private static boolean isVideo(Path file) {
    return !file.getFileName().toString().startsWith(".")
        && VideoFolder.ENDINGS.contains(MoreFiles.getFileExtension(file).toLowerCase(Locale.ROOT));
  }

  @Override
  public FileVisitResult visitFileFailed(Path path, IOException cause) {
    Path asked = named.apply(path);
    failures.add(
        ExtractionFailure.of(
            asked,
            new VideoFileException(asked, "cannot be read (" + FileProblem.of(cause) + ")")));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException cause) {
    return cause == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, cause);
  }
}
