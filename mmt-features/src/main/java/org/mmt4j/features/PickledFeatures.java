package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mmt4j.io.NumpyPickle;
import org.mmt4j.io.NumpyValue;
import org.mmt4j.io.NumpyValue.Items;
import org.mmt4j.io.NumpyValue.Missing;
import org.mmt4j.io.NumpyValue.Numbers;
import org.mmt4j.io.NumpyValue.Other;
import org.mmt4j.io.NumpyValue.Text;
import org.mmt4j.io.StoredArray;

/**
 * Features in the format of Collaborative Experts: a folder with one pickle per expert, {@code
 * EXPERT.pickle} or {@code EXPERT.pkl}, with the arrays by video: a dict, or an object with the
 * names of the videos and a matrix. {@link ArrayFeatures} states the shapes. The expert is missing
 * if the pickle has {@code None}, NaN or an empty array for the video, or does not have the video.
 * The format has no times.
 *
 * <p>A pickle whose name contains {@code caption}, with lists of captions by video, has the
 * captions of the videos: strings, or lists of words. Other pickles without arrays, and damaged
 * ones, are skipped, see {@link FeatureSource#notes()}.
 *
 * <p>See {@link NumpyPickle} for the supported pickles. All files are mapped into memory.
 */
public final class PickledFeatures {

  /** The values of one video, and the files of all experts. */
  private record Video(String id, Map<String, Path> files, Map<String, NumpyValue> values)
      implements VideoArrays {

    @Override
    public Set<String> experts() {
      return values.keySet();
    }

    @Override
    public Path file(String expert) {
      return Objects.requireNonNull(files.get(expert), expert);
    }

    @Override
    public StoredArray array(String expert) throws FeatureFileException {
      NumpyValue value = Objects.requireNonNull(values.get(expert), expert);
      if (value instanceof Numbers numbers) {
        return numbers.array();
      }
      throw new FeatureFileException(
          file(expert),
          id
              + ": found "
              + (value instanceof Other other
                  ? other.found()
                  : "a list or a string, expected an array, None or NaN"));
    }
  }

  private final Path folder;
  private final Map<String, Path> files = new TreeMap<>();
  private final Map<String, Video> videos = new HashMap<>();
  private final Map<String, FeatureFileException> skipped = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private Map<String, ImmutableList<Caption>> captions = ImmutableMap.of();

  private PickledFeatures(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads the positions of the arrays in the files.
   *
   * @throws FeatureFileException if the folder has no pickle with arrays that can be read
   */
  public static FeatureSource open(Path folder) throws FeatureFileException {
    PickledFeatures reader = new PickledFeatures(folder);
    for (Map.Entry<String, Path> file : files(folder).entrySet()) {
      reader.add(file.getKey(), file.getValue());
    }
    return reader.source();
  }

  private FeatureSource source() throws FeatureFileException {
    if (files.isEmpty()) {
      throw new FeatureFileException(
          folder,
          "found no pickle with arrays by video, expected at least one; the first: "
              + notes.get(0));
    }
    FeatureFolder.othersThan(folder, ".pickle", ".pkl").ifPresent(notes::add);
    return new ArraySource(folder, videos, captions, skipped, notes);
  }

  private void add(String expert, Path file) throws FeatureFileException {
    Map<String, NumpyValue> values;
    try {
      values = FileAccess.read(file, "a pickle of features", () -> NumpyPickle.read(file));
    } catch (FeatureFileException e) {
      skip(expert, e);
      return;
    }
    if (values.values().stream().anyMatch(Numbers.class::isInstance)) {
      addFeatures(expert, file, values);
      return;
    }
    Optional<Map<String, ImmutableList<Caption>>> found =
        file.getFileName().toString().toLowerCase(Locale.ROOT).contains("caption")
            ? captions(values)
            : Optional.empty();
    if (found.isPresent() && captions.isEmpty()) {
      captions = found.get();
      return;
    }
    skip(
        expert,
        new FeatureFileException(
            file,
            "found "
                + found(values)
                + ", expected arrays by video"
                + (found.isPresent() ? "; captions are read from one file only" : "")));
  }

  private void skip(String expert, FeatureFileException problem) {
    skipped.put(expert, problem);
    notes.add(problem.getMessage() + "; the file is not read");
  }

  /** Returns what a pickle without arrays has, by its first value. */
  private static String found(Map<String, NumpyValue> values) {
    if (values.isEmpty()) {
      return "no dict with names of videos";
    }
    Map.Entry<String, NumpyValue> first = values.entrySet().iterator().next();
    NumpyValue value = first.getValue();
    return (value instanceof Other other
            ? other.found()
            : value instanceof Items ? "a list" : value instanceof Text ? "text" : "None or NaN")
        + " for "
        + first.getKey();
  }

  private void addFeatures(String expert, Path file, Map<String, NumpyValue> values)
      throws FeatureFileException {
    files.put(expert, file);
    for (Map.Entry<String, NumpyValue> entry : values.entrySet()) {
      if (entry.getKey().isBlank()) {
        throw new FeatureFileException(file, "found a blank key, expected ids of videos");
      }
      Video video =
          videos.computeIfAbsent(entry.getKey(), id -> new Video(id, files, new HashMap<>()));
      if (entry.getValue() != Missing.MISSING) {
        video.values.put(expert, entry.getValue());
      }
    }
  }

  /** Returns captions by video; empty if a value is not a list of captions. */
  private static Optional<Map<String, ImmutableList<Caption>>> captions(
      Map<String, NumpyValue> values) {
    ImmutableMap.Builder<String, ImmutableList<Caption>> captions = ImmutableMap.builder();
    for (Map.Entry<String, NumpyValue> entry : values.entrySet()) {
      List<NumpyValue> items =
          entry.getValue() instanceof Items list ? list.items() : List.of(entry.getValue());
      ImmutableList.Builder<Caption> ofVideo = ImmutableList.builder();
      for (NumpyValue item : items) {
        List<String> words = words(item);
        if (words.isEmpty()) {
          return Optional.empty();
        }
        ofVideo.add(new Caption(words, Optional.empty()));
      }
      captions.put(entry.getKey(), ofVideo.build());
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(captions.buildOrThrow());
  }

  /** Returns the words of a string or of a list of words; empty if the value is neither. */
  private static List<String> words(NumpyValue caption) {
    if (caption instanceof Text text) {
      return text.text().isBlank() ? List.of() : List.of(text.text().strip().split("(?U)\\s+", -1));
    }
    List<String> words = new ArrayList<>();
    for (NumpyValue word : caption instanceof Items list ? list.items() : List.<NumpyValue>of()) {
      if (!(word instanceof Text text)) {
        return List.of();
      }
      words.add(text.text());
    }
    return words;
  }

  private static Map<String, Path> files(Path folder) throws FeatureFileException {
    Map<String, Path> files = new TreeMap<>();
    for (String extension : new String[] {".pickle", ".pkl"}) {
      for (Path file : FeatureFolder.list(folder, extension)) {
        Path earlier = files.put(ExpertName.of(FeatureFolder.name(file, extension)), file);
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
