package org.mmt4j.extract;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mmt4j.io.FileNames;

/** Walks folders and collects the videos; records what cannot be read, and skips it. */
final class VideoVisitor implements FileVisitor<Path> {

  /** Start of the names of files in which macOS keeps metadata of other files. */
  private static final String METADATA = "._";

  private static final ImmutableSet<String> SUBTITLES = ImmutableSet.of("ass", "srt", "ssa", "vtt");

  private final UnaryOperator<Path> requested;
  private final List<Path> videos = new ArrayList<>();
  private final List<ExtractionFailure> failures = new ArrayList<>();
  private final SortedMap<String, Integer> others = new TreeMap<>();
  private int otherFiles;

  /**
   * @param requested maps a visited path to the path that the caller requested
   */
  VideoVisitor(UnaryOperator<Path> requested) {
    this.requested = requested;
  }

  /** Returns what was found so far. */
  FoundVideos found(Path folder) {
    return new FoundVideos(folder, ImmutableList.sortedCopyOf(videos), failures, others);
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
    String name = FileNames.name(file);
    String extension = com.google.common.io.Files.getFileExtension(name).toLowerCase(Locale.ROOT);
    if (VideoFolder.EXTENSIONS.contains(extension)
        && !name.startsWith(METADATA)
        && Files.isRegularFile(file)) {
      videos.add(requested.apply(file));
    } else {
      otherFiles++;
      if (!SUBTITLES.contains(extension)) {
        others.merge(kind(name, extension), 1, Integer::sum);
      }
    }
    return FileVisitResult.CONTINUE;
  }

  private static String kind(String name, String extension) {
    if (name.startsWith(".")) {
      return VideoFolder.HIDDEN;
    }
    return extension.isEmpty() ? VideoFolder.NO_EXTENSION : "." + extension;
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
