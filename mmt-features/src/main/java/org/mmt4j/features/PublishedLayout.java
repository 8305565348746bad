package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the files of listed videos are in the published layout.
 *
 * @param root that paths of lists start at, and that they stay inside
 * @param folder of the data set
 */
record PublishedLayout(Path root, Path folder) {

  /**
   * The files of all listed videos, whether or not they are there.
   *
   * @throws FeatureFileException if a list names a path outside {@code root}, links followed
   */
  FeatureSource source(VideoLists lists) throws FeatureFileException {
    Map<String, Path> files = new HashMap<>();
    for (String id : lists.all()) {
      String path = lists.paths().get(id);
      files.put(id, path == null ? file(id) : inside(path));
    }
    return Hdf5Folder.of(folder, files);
  }

  private Path file(String id) {
    return PublishedPath.file(folder.resolve("vid_feat_files").resolve("mult_h5"), id);
  }

  private Path inside(String path) throws FeatureFileException {
    Path file = root.resolve(path);
    try {
      if (real(file).startsWith(root.toRealPath())) {
        return file;
      }
    } catch (IOException e) {
      throw new FeatureFileException(file, "cannot be read (" + e.getMessage() + ")", e);
    }
    throw new FeatureFileException(file, "found in a list, expected a file inside " + root);
  }

  /** Of a file that is absent, as far as there are folders. */
  private static Path real(Path file) throws IOException {
    if (Files.exists(file)) {
      return file.toRealPath();
    }
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : real(parent).resolve(file.getFileName());
  }
}
