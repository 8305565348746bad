package org.mmt4j.features;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mmt4j.features.Hdf5Group.Link;
import org.mmt4j.io.StoredArray;

/**
 * A folder of HDF5 files with the features of one expert each, {@code EXPERT.h5} or {@code
 * EXPERT.hdf5}. The names in the root group, or in the only group there, are the ids of the videos.
 * Each is a data set of numbers, whose shapes {@link ArrayFeatures} states, or a group:
 *
 * <ul>
 *   <li>with one data set of numbers, in the group or its subgroups, whatever its name;
 *   <li>with several, each an expert of its own: {@code VIDEO/i3d/rgb} is the expert {@code
 *       i3d_rgb}, or {@code EXPERT_i3d_rgb} if there are several files.
 * </ul>
 *
 * <p>A data set {@code timestamps}, {@code times} or {@code features_t} in a group has the times in
 * seconds, {@code timestamps_ms} in milliseconds; see {@link FeatureTimes}. Files may be larger
 * than the memory. {@link Hdf5Features} states what is rejected.
 */
final class Hdf5Experts {

  private static final Map<String, Double> TIMES =
      Map.of("timestamps", 1.0, "times", 1.0, "features_t", 1.0, "timestamps_ms", 0.001);

  private static final int MAX_LEVELS = 4;

  /** A file, the name of its expert, and the links of the group whose names are videos. */
  private record ExpertFile(Path file, String expert, ImmutableMap<String, Link> videos) {

    Hdf5Contents open() throws FeatureFileException {
      return Hdf5Contents.open(file, videos);
    }
  }

  /** One video: the files that have it. */
  private record Video(String id, List<ExpertFile> files, boolean prefixed) implements VideoArrays {

    /** A data set, and that of its times. */
    private record Place(ExpertFile file, String path, Optional<String> times) {}

    @Override
    public Set<String> experts() throws FeatureFileException {
      return places().keySet();
    }

    private Map<String, Place> places() throws FeatureFileException {
      Map<String, Place> places = new TreeMap<>();
      for (ExpertFile file : files) {
        try (Hdf5Contents contents = file.open()) {
          if (!contents.isGroup(id)) {
            places.put(file.expert, new Place(file, id, Optional.empty()));
            continue;
          }
          List<String> arrays = new ArrayList<>();
          addArrays(contents, id, MAX_LEVELS, arrays);
          Optional<String> times =
              arrays.stream().filter(array -> TIMES.containsKey(name(array))).findFirst();
          arrays.removeIf(array -> TIMES.containsKey(name(array)));
          for (String array : arrays) {
            String inGroup = array.substring(id.length() + 1).replace('/', '_');
            String several = prefixed ? file.expert + "_" + inGroup : inGroup;
            places.put(
                arrays.size() == 1 ? file.expert : ExpertName.of(several),
                new Place(file, array, times));
          }
        }
      }
      return places;
    }

    private static void addArrays(
        Hdf5Contents contents, String group, int levels, List<String> arrays)
        throws FeatureFileException {
      for (String name : contents.names(group)) {
        String path = group + "/" + name;
        if (contents.isArray(path)) {
          arrays.add(path);
        } else if (levels > 1 && contents.isGroup(path)) {
          addArrays(contents, path, levels - 1, arrays);
        }
      }
    }

    private static String name(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    private Place place(String expert) throws FeatureFileException {
      return Objects.requireNonNull(places().get(expert), expert);
    }

    @Override
    public Path file(String expert) {
      return files.stream()
          .filter(file -> expert.startsWith(file.expert))
          .findFirst()
          .orElse(files.get(0))
          .file;
    }

    @Override
    public StoredArray array(String expert) throws FeatureFileException {
      Place place = place(expert);
      return numbers(place.file, place.path);
    }

    @Override
    public Optional<double[]> times(String expert) throws FeatureFileException {
      Place place = place(expert);
      if (place.times.isEmpty()) {
        return Optional.empty();
      }
      int count = ArrayFeatures.count(place.file.file, place.path, numbers(place.file, place.path));
      double unit = Objects.requireNonNull(TIMES.get(name(place.times.get())));
      return FeatureTimes.means(numbers(place.file, place.times.get()), count)
          .map(times -> Arrays.stream(times).map(time -> time * unit).toArray());
    }

    private static StoredArray numbers(ExpertFile file, String path) throws FeatureFileException {
      try (Hdf5Contents contents = file.open()) {
        return contents
            .numbers(path)
            .orElseThrow(() -> new FeatureFileException(file.file, path + ": found no data set"));
      }
    }
  }

  private Hdf5Experts() {}

  /**
   * Returns whether the files are of this layout, and not of one file per video: the first file
   * that can be read and is not empty does not have the names of {@link Hdf5Features}, and has at
   * least as many names as there are files.
   *
   * @throws FeatureFileException if there is only one file, and it cannot be read
   */
  static boolean isLayoutOf(List<Path> files) throws FeatureFileException {
    for (Path file : files) {
      try (Hdf5Contents contents = Hdf5Contents.open(file)) {
        if (!contents.names().isEmpty()) {
          return !Hdf5Features.isPublishedLayout(contents)
              && contents.names(group(contents)).size() >= files.size();
        }
      } catch (FeatureFileException e) {
        if (files.size() == 1) {
          throw e;
        }
      }
    }
    return false;
  }

  /**
   * Reads the ids of the videos in all files.
   *
   * @throws FeatureFileException if a file is damaged, or two are of one expert
   */
  static FeatureSource open(Path folder, List<Path> files, List<String> notes)
      throws FeatureFileException {
    Map<String, Path> byExpert = new HashMap<>();
    Map<String, Video> videos = new HashMap<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      String expert = ExpertName.of(name.substring(0, name.lastIndexOf('.')));
      Path earlier = byExpert.put(expert, file);
      if (earlier != null) {
        throw new FeatureFileException(
            file, "found the same expert also in " + earlier + ", expected one file per expert");
      }
      try (Hdf5Contents contents = Hdf5Contents.open(file)) {
        ExpertFile found = new ExpertFile(file, expert, contents.links(group(contents)));
        for (String id : found.videos.keySet()) {
          videos
              .computeIfAbsent(id, i -> new Video(i, new ArrayList<>(), files.size() > 1))
              .files
              .add(found);
        }
      }
    }
    return new ArraySource(folder, videos, Map.of(), notes);
  }

  /** Returns the only name in the root group, if it is a group of several names; otherwise "". */
  private static String group(Hdf5Contents contents) throws FeatureFileException {
    if (contents.names().size() != 1) {
      return "";
    }
    String only = contents.names().iterator().next();
    return contents.names(only).size() > 1 ? only : "";
  }
}
