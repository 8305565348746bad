package org.mmt4j.features;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * A folder of HDF5 files with the features of one expert each. Files {@code EXPERT.h5} or {@code
 * EXPERT.hdf5} have all videos: the names in the root group, or in the only group there, are their
 * ids. Files {@code EXPERT/ID.h5} or {@code EXPERT/ID.hdf5} have one video, in the root group. The
 * features of a video are a data set of numbers, whose shapes {@link ArrayFeatures} states, or a
 * group:
 *
 * <ul>
 *   <li>with one data set of numbers, in the group or its subgroups, whatever its name;
 *   <li>with several, each an expert of its own: {@code VIDEO/i3d/rgb} is the expert {@code
 *       i3d_rgb}, or {@code EXPERT_i3d_rgb} if there are several files.
 * </ul>
 *
 * <p>{@link NamedTimes} in a group are the times of its features. Files may be larger than the
 * memory. {@link Hdf5Features} states what is rejected.
 */
final class Hdf5Experts {

  private static final int MAX_LEVELS = 4;

  /**
   * A file, the name of its expert, and the links of the group whose names are videos; empty if the
   * file has only one video.
   */
  private record ExpertFile(Path file, String expert, Optional<ImmutableMap<String, Link>> videos) {

    Hdf5Contents open() throws FeatureFileException {
      return videos.isPresent() ? Hdf5Contents.open(file, videos.get()) : Hdf5Contents.open(file);
    }

    /** Returns the path of a video in the open file. */
    String path(String id) {
      return videos.isPresent() ? id : "";
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
          String path = file.path(id);
          if (path.isEmpty() || contents.isGroup(path)) {
            places.putAll(placesInGroup(file, contents, path));
          } else {
            places.put(file.expert, new Place(file, path, Optional.empty()));
          }
        }
      }
      return places;
    }

    private Map<String, Place> placesInGroup(ExpertFile file, Hdf5Contents contents, String group)
        throws FeatureFileException {
      List<String> arrays = new ArrayList<>();
      addArrays(contents, group, MAX_LEVELS, arrays);
      Optional<String> times = NamedTimes.in(arrays);
      arrays.removeIf(NamedTimes::is);
      Map<String, Place> places = new TreeMap<>();
      for (String array : arrays) {
        String inGroup = group.isEmpty() ? array : array.substring(group.length() + 1);
        String several = (prefixed ? file.expert + "_" : "") + inGroup.replace('/', '_');
        places.put(
            arrays.size() == 1 ? file.expert : ExpertName.of(several),
            new Place(file, array, times));
      }
      return places;
    }

    private static void addArrays(
        Hdf5Contents contents, String group, int levels, List<String> arrays)
        throws FeatureFileException {
      for (String name : contents.names(group)) {
        String path = group.isEmpty() ? name : group + "/" + name;
        if (contents.isArray(path)) {
          arrays.add(path);
        } else if (levels > 1 && contents.isGroup(path)) {
          addArrays(contents, path, levels - 1, arrays);
        }
      }
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
      return NamedTimes.seconds(place.times.get(), numbers(place.file, place.times.get()), count);
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
   * least as many arrays or groups as there are files.
   *
   * @throws FeatureFileException if there is only one file, and it cannot be read
   */
  static boolean isLayoutOf(List<Path> files) throws FeatureFileException {
    return first(
        files,
        contents ->
            !Hdf5Features.isPublishedLayout(contents)
                && hasVideos(contents, group(contents), files.size()));
  }

  /** Returns whether a group has a number of names of arrays or groups. */
  private static boolean hasVideos(Hdf5Contents contents, String group, int count)
      throws FeatureFileException {
    int found = 0;
    for (String name : contents.names(group)) {
      String path = group.isEmpty() ? name : group + "/" + name;
      found += contents.isGroup(path) || contents.isArray(path) ? 1 : 0;
      if (found == count) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether the first file that can be read and is not empty does not have the names of
   * {@link Hdf5Features}.
   */
  static boolean hasOtherNames(List<Path> files) throws FeatureFileException {
    return first(files, contents -> !Hdf5Features.isPublishedLayout(contents));
  }

  /** Checks the contents of a file. */
  private interface Check {
    boolean of(Hdf5Contents contents) throws FeatureFileException;
  }

  /** Checks the first file that can be read and is not empty; false if there is none. */
  private static boolean first(List<Path> files, Check check) throws FeatureFileException {
    for (Path file : files) {
      try (Hdf5Contents contents = Hdf5Contents.open(file)) {
        if (!contents.names().isEmpty()) {
          return check.of(contents);
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
        ImmutableMap<String, Link> links = contents.links(group(contents));
        ExpertFile found = new ExpertFile(file, expert, Optional.of(links));
        for (String id : links.keySet()) {
          videos
              .computeIfAbsent(id, i -> new Video(i, new ArrayList<>(), files.size() > 1))
              .files
              .add(found);
        }
      }
    }
    return new ArraySource(folder, videos, notes);
  }

  /** Returns a source of files with one video and expert each, by video and expert. */
  static FeatureSource ofFolders(
      Path folder, Map<String, Map<String, Path>> files, List<String> notes) {
    Map<String, Video> videos = new HashMap<>();
    files.forEach(
        (id, byExpert) -> {
          List<ExpertFile> ofVideo = new ArrayList<>();
          new TreeMap<>(byExpert)
              .forEach(
                  (expert, file) -> ofVideo.add(new ExpertFile(file, expert, Optional.empty())));
          videos.put(id, new Video(id, ofVideo, true));
        });
    return new ArraySource(folder, videos, notes);
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
