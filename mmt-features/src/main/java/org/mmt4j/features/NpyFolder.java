package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.mmt4j.io.NumpyFile;
import org.mmt4j.io.StoredArray;

/**
 * A folder with one {@code .npy} file a video and expert, {@code EXPERT/ID.npy}: an array (n,
 * dimension), or (dimension) for a single feature. The expert is missing where there is no file, or
 * one of an empty array or with NaN as its first value. The form has neither times nor captions.
 */
public final class NpyFolder {

  /** The files of one video. */
  private record Video(Map<String, Path> files) implements VideoArrays {

    @Override
    public Set<String> experts() {
      return files.keySet();
    }

    @Override
    public Path file(String expert) {
      return Objects.requireNonNull(files.get(expert), expert);
    }

    @Override
    public StoredArray array(String expert) throws IOException {
      return NumpyFile.read(file(expert));
    }
  }

  private NpyFolder() {}

  /**
   * Lists the files.
   *
   * @throws FeatureFileException if there is no such folder, no file, or one in another place
   */
  public static FeatureSource open(Path folder) throws FeatureFileException {
    Map<String, Video> videos = new HashMap<>();
    for (Path file : FeatureFolder.list(folder, ".npy")) {
      Path place = folder.relativize(file);
      if (place.getNameCount() != 2) {
        throw new FeatureFileException(
            file, "found it here, expected " + folder + "/EXPERT/ID.npy");
      }
      videos
          .computeIfAbsent(FeatureFolder.name(file, ".npy"), id -> new Video(new HashMap<>()))
          .files
          .put(place.getName(0).toString(), file);
    }
    if (videos.isEmpty()) {
      throw new FeatureFileException(folder, "found no EXPERT/ID.npy, expected at least one");
    }
    return new ArraySource(folder, videos);
  }
}
