package org.mmt4j.features;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.mmt4j.io.FileNames;

/** Finds files by extension in a folder. Does not follow links to other folders. */
final class FeatureFolder {

  private FeatureFolder() {}

  /**
   * Returns the files with an extension in the folder and its subfolders, by their names without
   * the extension.
   *
   * @throws FeatureFileException if the folder does not exist, has no such file, or has two files
   *     of the same name
   */
  static Map<String, Path> files(Path folder, String extension) throws FeatureFileException {
    return files(folder, extension, file -> name(file, extension));
  }

  /**
   * Returns the files with an extension in the folder and its subfolders, by their ids.
   *
   * @throws FeatureFileException if the folder does not exist, has no such file, or has two files
   *     of the same id
   */
  static Map<String, Path> files(Path folder, String extension, Function<Path, String> id)
      throws FeatureFileException {
    Map<String, Path> files = new TreeMap<>();
    for (Path file : list(folder, extension)) {
      Path earlier = files.put(id.apply(file), file);
      if (earlier != null) {
        throw new FeatureFileException(
            file, "found the same video also in " + earlier + ", expected one file per video");
      }
    }
    if (files.isEmpty()) {
      throw new FeatureFileException(
          folder, "found no *" + extension + " files, expected at least one");
    }
    return files;
  }

  /** Returns the name of the file without the extension. */
  static String name(Path file, String extension) {
    String name = FileNames.name(file);
    return name.substring(0, name.length() - extension.length());
  }

  /**
   * Returns all files with an extension in the folder and its subfolders, sorted.
   *
   * @throws FeatureFileException if the folder does not exist
   */
  static List<Path> list(Path folder, String extension) throws FeatureFileException {
    if (!Files.isDirectory(folder)) {
      throw new FeatureFileException(
          folder, "found no such folder, expected a folder with features");
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.getFileName().toString().endsWith(extension))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw unreadable(folder, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /** Names the folder that cannot be read, which may be a subfolder. */
  private static FeatureFileException unreadable(Path folder, IOException e) {
    Path failed =
        e instanceof FileSystemException failure && failure.getFile() != null
            ? Path.of(failure.getFile())
            : folder;
    return new FeatureFileException(failed, "cannot be read (" + FileAccess.reason(e) + ")", e);
  }
}
