package org.mmt4j.features;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.mmt4j.data.Expert;

/**
 * A folder with one HDF5 file per video, {@code ID.h5}, in the folder or its subfolders (the
 * published layout puts {@code video7010.h5} into {@code v/i/d}). In names that {@link Hdf5Writer}
 * writes, {@code %2F} is a {@code /} of the id, and so on. {@link Hdf5Features} reads a file
 * completely and closes it.
 */
public final class Hdf5Folder implements FeatureSource {

  private final VideoTable<Path> files;

  private Hdf5Folder(VideoTable<Path> files) {
    this.files = files;
  }

  /**
   * Lists the files.
   *
   * @throws FeatureFileException if the folder does not exist, has no HDF5 file, or has two files
   *     of the same video
   */
  public static Hdf5Folder open(Path folder) throws FeatureFileException {
    return new Hdf5Folder(
        new VideoTable<>(
            folder, FeatureFolder.files(folder, PublishedPath.EXTENSION, PublishedPath::id)));
  }

  /** Returns a source of the given files, which may be in any folders. */
  static Hdf5Folder of(Path folder, Map<String, Path> files) {
    return new Hdf5Folder(new VideoTable<>(folder, files));
  }

  @Override
  public SortedSet<String> ids() {
    return files.ids();
  }

  @Override
  public Path file(String id) {
    return files.get(id);
  }

  @Override
  public SortedMap<String, Integer> dimensions(String id) throws FeatureFileException {
    Path file = files.get(id);
    SortedMap<String, Integer> dimensions = Hdf5Features.dimensions(file);
    for (String expert : dimensions.keySet()) {
      ExpertName.require(file, expert);
    }
    return dimensions;
  }

  @Override
  public StoredVideo read(String id, List<Expert> experts) throws FeatureFileException {
    return Hdf5Features.read(files.get(id), id, experts);
  }

  @Override
  public List<String> truncatedTimes(String id) throws FeatureFileException {
    return Hdf5Features.truncatedTimes(files.get(id));
  }

  @Override
  public void close() {
    files.close();
  }
}
