package org.mmt4j.features;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mmt4j.io.FileNames;

/** Finds files by extension in a folder. Does not follow links to other folders. */
final class FeatureFolder {

  /** Files that an extraction of features writes beside them. */
  private static final Set<String> RECORDS = Set.of("experts.json", "sources.jsonl");

  private FeatureFolder() {}

  /**
   * Returns the files with one of the extensions in the folder and its subfolders, by their names
   * without the extension.
   *
   * @throws FeatureFileException if the folder does not exist, has no such file, or has two files
   *     of the same name
   */
  static Map<String, Path> files(Path folder, String... extensions) throws FeatureFileException {
    Map<String, Path> files = new TreeMap<>();
    for (String extension : extensions) {
      put(files, list(folder, extension), file -> name(file, extension));
    }
    return requireAny(folder, files, extensions);
  }

  /**
   * Returns the files with one of the extensions in the folder and its subfolders, by their ids.
   *
   * @throws FeatureFileException if the folder does not exist, has no such file, or has two files
   *     of the same id
   */
  static Map<String, Path> files(Path folder, Function<Path, String> id, String... extensions)
      throws FeatureFileException {
    Map<String, Path> files = new TreeMap<>();
    for (String extension : extensions) {
      put(files, list(folder, extension), id);
    }
    return requireAny(folder, files, extensions);
  }

  private static void put(Map<String, Path> files, List<Path> found, Function<Path, String> id)
      throws FeatureFileException {
    for (Path file : found) {
      put(files, file, id.apply(file));
    }
  }

  private static void put(Map<String, Path> files, Path file, String key)
      throws FeatureFileException {
    Path earlier = files.put(key, file);
    if (earlier != null) {
      throw new FeatureFileException(
          file, "found the same video also in " + earlier + ", expected one file per video");
    }
  }

  private static Map<String, Path> requireAny(
      Path folder, Map<String, Path> files, String... extensions) throws FeatureFileException {
    if (files.isEmpty()) {
      throw new FeatureFileException(
          folder,
          "found no *" + String.join(" or *", extensions) + " files, expected at least one");
    }
    return files;
  }

  /**
   * Returns the files of each video by expert, if the files lie in folders of the experts: {@code
   * EXPERT/ID}, and a video has a file in several of them.
   *
   * @param isOfExpert tells from a file whether its folder is one of an expert, if there is only
   *     one folder
   * @return empty if the layout is another one
   */
  static Optional<Map<String, Map<String, Path>>> byExpert(
      Path folder, Predicate<Path> isOfExpert, String... extensions) throws FeatureFileException {
    Map<String, Map<String, Path>> videos = new HashMap<>();
    Set<String> experts = new HashSet<>();
    List<Path> all = new ArrayList<>();
    for (String extension : extensions) {
      for (Path file : list(folder, extension)) {
        Path relative = folder.relativize(file);
        if (relative.getNameCount() != 2) {
          return Optional.empty();
        }
        String expert = ExpertName.of(relative.getName(0).toString());
        experts.add(expert);
        all.add(file);
        Map<String, Path> ofVideo =
            videos.computeIfAbsent(name(file, extension), id -> new HashMap<>());
        put(ofVideo, file, expert);
      }
    }
    boolean shared = videos.values().stream().anyMatch(files -> files.size() > 1);
    boolean alone = experts.size() == 1 && isOfExpert.test(all.get(0));
    return shared || alone ? Optional.of(videos) : Optional.empty();
  }

  /**
   * Returns a note about the files with other extensions, see {@link FeatureSource#notes()}: their
   * number and the name of the first. Hidden files and records of an extraction do not count.
   */
  static Optional<String> othersThan(Path folder, String... extensions)
      throws FeatureFileException {
    List<Path> others =
        visible(folder).stream()
            .filter(file -> Arrays.stream(extensions).noneMatch(file.toString()::endsWith))
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            others.get(0)
                + ": found a file of another format, expected *"
                + String.join(" or *", extensions)
                + "; "
                + notRead(others.size()));
  }

  /** Returns what a folder without features has, for messages. */
  static String first(Path folder) throws FeatureFileException {
    List<Path> found = visible(folder);
    return found.isEmpty()
        ? "no files"
        : "no features, but " + folder.relativize(found.get(0)) + (found.size() > 1 ? ", ..." : "");
  }

  private static List<Path> visible(Path folder) throws FeatureFileException {
    return list(folder, "").stream()
        .filter(file -> !file.getFileName().toString().startsWith("."))
        .filter(file -> !RECORDS.contains(file.getFileName().toString()))
        .toList();
  }

  /** Returns the end of a note about files of which only the first is named. */
  static String notRead(int count) {
    return count == 1 ? "it is not read" : "it and " + (count - 1) + " more are not read";
  }

  /** Returns the name of the file without the extension. */
  static String name(Path file, String extension) {
    String name = FileNames.name(file);
    return name.substring(0, name.length() - extension.length());
  }

  /**
   * Returns all files with an extension in the folder and its subfolders, sorted. Skips the files
   * that macOS puts beside others, {@code ._NAME}.
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
          .filter(path -> !path.getFileName().toString().startsWith("._"))
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
