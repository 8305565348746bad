package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.mmt4j.data.Expert;
import org.mmt4j.data.VideoFeatures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder with one HDF5 file per video, {@code ID.h5} or {@code ID.hdf5}, in the folder or its
 * subfolders (the published layout puts {@code video7010.h5} into {@code v/i/d}). In names that
 * {@link Hdf5Writer} writes, {@code %2F} is a {@code /} of the id, and so on. {@link Hdf5Features}
 * reads a file and closes it.
 */
public final class Hdf5Folder implements FeatureSource {

  private static final Logger log = LoggerFactory.getLogger(Hdf5Folder.class);

  private static final String[] EXTENSIONS = {".h5", ".hdf5"};

  private final VideoTable<Path> files;

  private final ImmutableList<String> notes;

  private Hdf5Folder(VideoTable<Path> files, List<String> notes) {
    this.files = files;
    this.notes = ImmutableList.copyOf(notes);
    this.notes.forEach(log::warn);
  }

  /**
   * Lists the files. If they lie in folders of the experts, or do not have one video each, returns
   * a source of files with one expert each instead.
   *
   * @throws FeatureFileException if the folder does not exist, has no HDF5 file, or has two files
   *     of the same video
   */
  public static FeatureSource open(Path folder) throws FeatureFileException {
    List<Path> all = new ArrayList<>();
    for (String extension : EXTENSIONS) {
      all.addAll(FeatureFolder.list(folder, extension));
    }
    List<String> notes = FeatureFolder.othersThan(folder, EXTENSIONS).stream().toList();
    Optional<Map<String, Map<String, Path>>> byExpert =
        FeatureFolder.byExpert(folder, file -> false, EXTENSIONS);
    if (byExpert.isPresent() && Hdf5Experts.hasOtherNames(all)) {
      return Hdf5Experts.ofFolders(folder, byExpert.get(), notes);
    }
    return Hdf5Experts.isLayoutOf(all)
        ? Hdf5Experts.open(folder, all, notes)
        : new Hdf5Folder(
            new VideoTable<>(folder, FeatureFolder.files(folder, PublishedPath::id, EXTENSIONS)),
            notes);
  }

  /** Returns a source of the given files, which may be in any folders. */
  static Hdf5Folder of(Path folder, Map<String, Path> files) {
    return new Hdf5Folder(new VideoTable<>(folder, files), ImmutableList.of());
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
  public VideoFeatures features(String id, List<Expert> experts) throws FeatureFileException {
    return Hdf5Features.features(files.get(id), id, experts);
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public List<String> notes(String id) throws FeatureFileException {
    return Hdf5Features.notes(files.get(id));
  }

  @Override
  public void close() {
    files.close();
  }
}
