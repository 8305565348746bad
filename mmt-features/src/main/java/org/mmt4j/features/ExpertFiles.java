package org.mmt4j.features;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.mmt4j.io.StoredArray;

/**
 * The files of one video: one for each expert, with its array.
 *
 * @param files the files with the arrays, by expert
 * @param times the files with the times in milliseconds, by expert, if there are such files
 * @param format reads a file
 */
record ExpertFiles(Map<String, Path> files, Map<String, Path> times, Format format)
    implements VideoArrays {

  /** Reads the array in a file. */
  interface Format {
    StoredArray read(Path file) throws FeatureFileException;
  }

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
    return format.read(file(expert));
  }

  @Override
  public Optional<double[]> times(String expert) throws FeatureFileException {
    Path file = times.get(expert);
    return file == null
        ? Optional.empty()
        : Optional.of(Arrays.stream(format.read(file).toDoubles()).map(ms -> ms / 1000).toArray());
  }
}
