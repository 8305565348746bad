package org.mmt4j.features;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mmt4j.io.NumpyPickle;
import org.mmt4j.io.StoredArray;

/**
 * Features in the format of Collaborative Experts: a folder with one pickle per expert, {@code
 * EXPERT.pickle} or {@code EXPERT.pkl}, with a dict of video to NumPy array (n, dimension), or
 * (dimension) for a single feature. The expert is missing if the dict has {@code None}, NaN or an
 * empty array for the video, or does not have the video. The format has no times and no captions.
 *
 * <p>See {@link NumpyPickle} for the supported pickles. All files are mapped into memory.
 */
public final class PickledFeatures {

  /** The arrays of one video, and the files of all experts. */
  private record Video(Map<String, Path> files, Map<String, StoredArray> arrays)
      implements VideoArrays {

    @Override
    public Set<String> experts() {
      return arrays.keySet();
    }

    @Override
    public Path file(String expert) {
      return Objects.requireNonNull(files.get(expert), expert);
    }

    @Override
    public StoredArray array(String expert) {
      return Objects.requireNonNull(arrays.get(expert), expert);
    }
  }

  private PickledFeatures() {}

  /**
   * Reads the positions of the arrays in the files.
   *
   * @throws FeatureFileException if the folder has no pickles, or a pickle is damaged
   */
  public static FeatureSource open(Path folder) throws FeatureFileException {
    Map<String, Path> files = files(folder);
    Map<String, Video> videos = new HashMap<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      Map<String, Optional<StoredArray>> arrays =
          FileAccess.read(
              file.getValue(), "a pickle of features", () -> NumpyPickle.read(file.getValue()));
      for (Map.Entry<String, Optional<StoredArray>> entry : arrays.entrySet()) {
        if (entry.getKey().isBlank()) {
          throw new FeatureFileException(
              file.getValue(), "found a blank key, expected ids of videos");
        }
        Video video =
            videos.computeIfAbsent(entry.getKey(), id -> new Video(files, new HashMap<>()));
        entry.getValue().ifPresent(array -> video.arrays.put(file.getKey(), array));
      }
    }
    return new ArraySource(folder, videos);
  }

  private static Map<String, Path> files(Path folder) throws FeatureFileException {
    Map<String, Path> files = new TreeMap<>();
    for (String extension : new String[] {".pickle", ".pkl"}) {
      for (Path file : FeatureFolder.list(folder, extension)) {
        Path earlier = files.put(FeatureFolder.name(file, extension), file);
        if (earlier != null) {
          throw new FeatureFileException(
              file, "found the same expert also in " + earlier + ", expected one file per expert");
        }
      }
    }
    if (files.isEmpty()) {
      throw new FeatureFileException(
          folder, "found no *.pickle or *.pkl files, expected at least one");
    }
    return files;
  }
}
