package org.mmt4j.features;

import java.io.IOException;
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
 * Features as Collaborative Experts publishes them: a folder with one pickle an expert, {@code
 * EXPERT.pickle} or {@code EXPERT.pkl}, that holds a dict of video to NumPy array (n, dimension),
 * or (dimension) for a single feature. The expert is missing where the dict has {@code None}, NaN,
 * an empty array, or no such video. The form has neither times nor captions.
 *
 * <p>See {@link NumpyPickle} for what is read. All files are mapped into memory at once.
 */
public final class PickledFeatures {

  /** What the pickles hold of one video. */
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
   * Reads where in the files the arrays are.
   *
   * @throws IOException if the folder has no pickles, or one is damaged; the message names it
   */
  public static FeatureSource open(Path folder) throws IOException {
    Map<String, Path> files = files(folder);
    Map<String, Video> videos = new HashMap<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      for (Map.Entry<String, Optional<StoredArray>> entry :
          NumpyPickle.read(file.getValue()).entrySet()) {
        if (entry.getKey().isBlank()) {
          throw new FeatureFileException(
              file.getValue(), "found a blank key, expected the names of videos");
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
    for (String ending : new String[] {".pickle", ".pkl"}) {
      for (Path file : FeatureFolder.list(folder, ending)) {
        Path other = files.put(FeatureFolder.name(file, ending), file);
        if (other != null) {
          throw new FeatureFileException(file, "found the same expert in " + other);
        }
      }
    }
    if (files.isEmpty()) {
      throw new FeatureFileException(folder, "found no *.pickle or *.pkl, expected at least one");
    }
    return files;
  }
}
