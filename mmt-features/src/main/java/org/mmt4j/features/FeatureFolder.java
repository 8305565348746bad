package org.mmt4j.features;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the files of a kind in a folder; links to other folders are not followed. */
final class FeatureFolder {

  private FeatureFolder() {}

  /**
   * The files of that ending in the folder and those inside it, by their names without the ending.
   *
   * @throws FeatureFileException if it is no folder, has no such file, or two of the same name
   */
  static Map<String, Path> files(Path folder, String ending) throws FeatureFileException {
    Map<String, Path> files = new TreeMap<>();
    for (Path file : list(folder, ending)) {
      Path other = files.put(name(file, ending), file);
      if (other != null) {
        throw new FeatureFileException(file, "found the same video in " + other);
      }
    }
    if (files.isEmpty()) {
      throw new FeatureFileException(folder, "found no *" + ending + ", expected at least one");
    }
    return files;
  }

  /** The file's name without its ending. */
  static String name(Path file, String ending) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ending.length());
  }

  /**
   * All files of that ending in the folder and those inside it, in order.
   *
   * @throws FeatureFileException if it is no folder
   */
  static List<Path> list(Path folder, String ending) throws FeatureFileException {
    if (!Files.isDirectory(folder)) {
      throw new FeatureFileException(folder, "found no such folder, expected one with features");
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.getFileName().toString().endsWith(ending))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new FeatureFileException(folder, "cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
