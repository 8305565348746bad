package org.mmt4j.features;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.mmt4j.io.NumpyFile;
import org.mmt4j.io.StoredArray;

/**
 * A folder with one {@code .npy} file per video and expert, {@code EXPERT/ID.npy}: an array (n,
 * dimension), or (dimension) for a single feature. The expert is missing if there is no file, or if
 * its array is empty or starts with NaN. The format has no times and no captions.
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
    public StoredArray array(String expert) throws FeatureFileException {
      Path file = file(expert);
      return FileAccess.read(file, "an .npy file", () -> NumpyFile.read(file));
    }
  }

  private NpyFolder() {}

  /**
   * Lists the files.
   *
   * @throws FeatureFileException if the folder does not exist, has no such file, or has one in a
   *     different place
   */
  public static FeatureSource open(Path folder) throws FeatureFileException {
    Map<String, Video> videos = new HashMap<>();
    for (Path file : FeatureFolder.list(folder, ".npy")) {
      Path relative = folder.relativize(file);
      if (relative.getNameCount() != 2) {
        throw new FeatureFileException(
            file, "found a file in the wrong folder, expected " + folder + "/EXPERT/ID.npy");
      }
      videos
          .computeIfAbsent(FeatureFolder.name(file, ".npy"), id -> new Video(new HashMap<>()))
          .files
          .put(relative.getName(0).toString(), file);
    }
    if (videos.isEmpty()) {
      throw new FeatureFileException(folder, "found no EXPERT/ID.npy files, expected at least one");
    }
    return new ArraySource(folder, videos);
  }
}
