package org.mmt4j.features;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mmt4j.io.NumpyFile;
import org.mmt4j.io.StoredArray;

/**
 * A folder of {@code .npy} files, each with the array of one video and expert; {@link
 * ArrayFeatures} states the shapes. The expert is missing if there is no file. One of these
 * layouts:
 *
 * <ul>
 *   <li>{@code EXPERT/ID.npy}, or {@code ID.npy} for one expert, named as the folder;
 *   <li>what video_features writes, in the folder itself or in a folder of the network: {@code
 *       ID_rgb.npy} and {@code ID_flow.npy}, or {@code ID_NETWORK.npy}, with {@code
 *       ID_timestamps_ms.npy} (the times in milliseconds) and {@code ID_fps.npy}. The experts are
 *       {@code rgb} and {@code flow}, or {@code i3d_rgb} and {@code i3d_flow} in a folder {@code
 *       i3d}.
 * </ul>
 */
public final class NpyFolder {

  private static final String EXTENSION = ".npy";
  private static final String TIMES = "timestamps_ms";
  private static final String RATE = "fps";

  /** Streams of a network that are recognized if there are no times beside them. */
  private static final List<String> STREAMS = List.of("rgb", "flow");

  private final Path folder;
  private final Map<String, ExpertFiles> videos = new HashMap<>();
  private final List<Path> misplaced = new ArrayList<>();

  private NpyFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Lists the files.
   *
   * @throws FeatureFileException if the folder does not exist, or has no such file
   */
  public static FeatureSource open(Path folder) throws FeatureFileException {
    NpyFolder reader = new NpyFolder(folder);
    Map<Path, List<Path>> byFolder = new TreeMap<>();
    for (Path file : FeatureFolder.list(folder, EXTENSION)) {
      byFolder
          .computeIfAbsent(Objects.requireNonNull(file.getParent()), f -> new ArrayList<>())
          .add(file);
    }
    for (Map.Entry<Path, List<Path>> entry : byFolder.entrySet()) {
      reader.add(entry.getKey(), entry.getValue(), byFolder.size());
    }
    return reader.source();
  }

  private FeatureSource source() throws FeatureFileException {
    if (videos.isEmpty()) {
      throw misplaced.isEmpty()
          ? new FeatureFileException(folder, "found no EXPERT/ID.npy files, expected at least one")
          : new FeatureFileException(
              misplaced.get(0),
              "found a file in the wrong folder, expected " + folder + "/EXPERT/ID.npy");
    }
    List<String> notes = new ArrayList<>();
    if (!misplaced.isEmpty()) {
      notes.add(
          misplaced.get(0)
              + ": found a file in the wrong folder, expected "
              + folder
              + "/EXPERT/ID.npy; "
              + FeatureFolder.notRead(misplaced.size()));
    }
    FeatureFolder.othersThan(folder, EXTENSION).ifPresent(notes::add);
    return new ArraySource(folder, videos, notes);
  }

  private void add(Path parent, List<Path> files, int folders) {
    List<String> names = files.stream().map(file -> FeatureFolder.name(file, EXTENSION)).toList();
    Set<String> ids = idsBeforeSuffix(names, List.of(TIMES, RATE));
    if (ids.isEmpty() && endInStreams(names)) {
      ids = idsBeforeSuffix(names, STREAMS);
    }
    boolean isRoot = parent.equals(folder);
    if (!ids.isEmpty()) {
      addStreams(parent, files, ids);
    } else if (isRoot ? folders == 1 : folder.relativize(parent).getNameCount() == 1) {
      String expert = ExpertName.of(String.valueOf(parent.toAbsolutePath().getFileName()));
      for (int i = 0; i < names.size(); i++) {
        video(names.get(i)).files().put(expert, files.get(i));
      }
    } else {
      misplaced.addAll(files);
    }
  }

  /** Returns whether all files are of a stream, and of more than one. */
  private static boolean endInStreams(List<String> names) {
    return STREAMS.stream().allMatch(s -> names.stream().anyMatch(n -> n.endsWith("_" + s)))
        && names.stream().allMatch(n -> STREAMS.stream().anyMatch(s -> n.endsWith("_" + s)));
  }

  private static Set<String> idsBeforeSuffix(List<String> names, List<String> suffixes) {
    Set<String> ids = new HashSet<>();
    for (String name : names) {
      for (String suffix : suffixes) {
        if (name.endsWith("_" + suffix) && name.length() > suffix.length() + 1) {
          ids.add(name.substring(0, name.length() - suffix.length() - 1));
        }
      }
    }
    return ids;
  }

  private void addStreams(Path parent, List<Path> files, Set<String> ids) {
    Map<String, Path> times = new HashMap<>();
    for (Path file : files) {
      String name = FeatureFolder.name(file, EXTENSION);
      Optional<String> id = longestStart(name, ids);
      String stream =
          id.map(start -> name.substring(start.length()).replaceFirst("^_", "")).orElse("");
      if (id.isEmpty()) {
        misplaced.add(file);
      } else if (stream.equals(TIMES)) {
        times.put(id.get(), file);
      } else if (!stream.equals(RATE)) {
        video(id.get()).files().put(expert(parent, stream), file);
      }
    }
    times.forEach(
        (id, file) ->
            video(id)
                .files()
                .forEach(
                    (expert, features) -> {
                      if (Objects.equals(features.getParent(), parent)) {
                        video(id).times().put(expert, file);
                      }
                    }));
  }

  /** Returns the longest id that a name starts with: it is the whole name or ends before a "_". */
  private static Optional<String> longestStart(String name, Set<String> ids) {
    for (int end = name.length(); end > 0; end = name.lastIndexOf('_', end - 1)) {
      if (ids.contains(name.substring(0, end))) {
        return Optional.of(name.substring(0, end));
      }
    }
    return Optional.empty();
  }

  /** Returns the name of the folders and the stream, which may be that of one of the folders. */
  private String expert(Path parent, String stream) {
    List<String> parts = new ArrayList<>();
    if (!parent.equals(folder)) {
      folder.relativize(parent).forEach(part -> parts.add(part.toString()));
    }
    if (!stream.isEmpty() && !parts.contains(stream)) {
      parts.add(stream);
    }
    return ExpertName.of(
        parts.isEmpty()
            ? String.valueOf(folder.toAbsolutePath().getFileName())
            : String.join("_", parts));
  }

  private ExpertFiles video(String id) {
    return videos.computeIfAbsent(
        id, i -> new ExpertFiles(new HashMap<>(), new HashMap<>(), NpyFolder::read));
  }

  private static StoredArray read(Path file) throws FeatureFileException {
    return FileAccess.read(file, "an .npy file", () -> NumpyFile.read(file));
  }
}
