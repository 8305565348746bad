package org.mmt4j.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The locations of the files of listed videos in the published layout.
 *
 * @param root folder that relative paths in lists start at; no path may lead out of it
 * @param folder folder of the data set
 */
record PublishedLayout(Path root, Path folder) {

  /**
   * Returns the files of all listed videos, whether or not they exist.
   *
   * @throws FeatureFileException if a path in a list leads out of {@code root}, after links are
   *     resolved
   */
  FeatureSource source(VideoLists lists) throws FeatureFileException {
    Map<String, Path> files = new HashMap<>();
    for (String id : lists.all()) {
      String path = lists.paths().get(id);
      files.put(id, path == null ? file(id) : requireInsideRoot(path));
    }
    return Hdf5Folder.of(folder, files);
  }

  /**
   * Returns the folder of the lists. If a doubled folder such as {@code a/a} does not exist, it is
   * {@code a}: the reference doubles it by accident.
   */
  static Path listFolder(Path folder, String name) {
    Path given = folder.resolve(name);
    Path parent = given.getParent();
    if (parent == null || Files.exists(given) || !Files.isDirectory(parent)) {
      return given;
    }
    return given.getFileName().equals(parent.getFileName()) ? parent : given;
  }

  private Path file(String id) {
    return PublishedPath.file(folder.resolve("vid_feat_files").resolve("mult_h5"), id);
  }

  private Path requireInsideRoot(String path) throws FeatureFileException {
    Path file = root.resolve(path);
    try {
      if (realPath(file).startsWith(root.toRealPath())) {
        return file;
      }
    } catch (IOException e) {
      throw new FeatureFileException(file, "cannot be read (" + FileAccess.reason(e) + ")", e);
    }
    throw new FeatureFileException(
        file, "found the path of this file in a list, expected a file inside " + root);
  }

  /**
   * Returns the real path of a file. If the file is missing, resolves the existing part of its
   * path.
   */
  private static Path realPath(Path file) throws IOException {
    if (Files.exists(file)) {
      return file.toRealPath();
    }
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : realPath(parent).resolve(file.getFileName());
  }
}
