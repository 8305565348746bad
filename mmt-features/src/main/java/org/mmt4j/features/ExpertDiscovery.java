package org.mmt4j.features;

import com.google.common.base.Stopwatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the experts of a set of videos, and their dimensions. */
public final class ExpertDiscovery {

  private static final Logger log = LoggerFactory.getLogger(ExpertDiscovery.class);

  private ExpertDiscovery() {}

  /**
   * Returns the experts of videos. Reads every video.
   *
   * @return the experts of at least one video, in alphabetical order; timing and token type are the
   *     defaults of {@link Expert#of}
   * @throws FeatureFileException if a file cannot be read, an expert has different dimensions in
   *     two videos, or the name of an expert is invalid
   */
  public static List<Expert> of(FeatureSource source, Collection<String> ids) throws IOException {
    Stopwatch watch = Stopwatch.createStarted();
    Map<String, Found> found = new TreeMap<>();
    for (String id : ids) {
      Path file = source.file(id);
      for (Map.Entry<String, Integer> entry : source.dimensions(id).entrySet()) {
        Found here = new Found(expert(file, entry.getKey(), entry.getValue()), id, file);
        Found first = found.putIfAbsent(entry.getKey(), here);
        if (first != null && first.expert.dimension() != here.expert.dimension()) {
          throw new FeatureFileException(
              file,
              "features."
                  + entry.getKey()
                  + ": found dimension "
                  + here.expert.dimension()
                  + " in "
                  + id
                  + ", expected "
                  + first.expert.dimension()
                  + " as in "
                  + first.id
                  + ", file "
                  + first.file
                  + transposed(source, first, here));
        }
      }
    }
    return logged(found.values().stream().map(Found::expert).toList(), ids, watch);
  }

  /** Returns advice if two videos have the same number of features, but different dimensions. */
  private static String transposed(FeatureSource source, Found a, Found b) throws IOException {
    int count = count(source, a);
    return count > 1 && count == count(source, b)
        ? " (each has "
            + count
            + " features: if the arrays are (dimension, n), transpose them before saving)"
        : "";
  }

  private static int count(FeatureSource source, Found found) throws IOException {
    return source
        .features(found.id, List.of(found.expert))
        .expert(found.expert.name())
        .map(ExpertFeatures::count)
        .orElse(0);
  }

  /**
   * Returns the same as {@link #of}, but skips videos that cannot be read. If the dimensions of an
   * expert differ, uses the dimension of the first video: {@code validate} then reports the others.
   */
  static List<Expert> ofReadable(FeatureSource source, Collection<String> ids) {
    Stopwatch watch = Stopwatch.createStarted();
    Map<String, Expert> found = new TreeMap<>();
    for (String id : ids) {
      try {
        for (Map.Entry<String, Integer> entry : source.dimensions(id).entrySet()) {
          found.putIfAbsent(
              entry.getKey(), expert(source.file(id), entry.getKey(), entry.getValue()));
        }
      } catch (IOException e) {
        log.debug("skipped a video that cannot be read", e);
      }
    }
    return logged(List.copyOf(found.values()), ids, watch);
  }

  private static List<Expert> logged(
      List<Expert> experts, Collection<String> ids, Stopwatch watch) {
    log.info(
        "found {} experts in {} videos in {} ms",
        experts.size(),
        ids.size(),
        watch.elapsed().toMillis());
    return experts;
  }

  private static Expert expert(Path file, String name, int dimension) throws FeatureFileException {
    try {
      return Expert.of(name, dimension);
    } catch (IllegalArgumentException e) {
      throw new FeatureFileException(file, "features." + name + ": " + e.getMessage(), e);
    }
  }

  /** An expert and the first video that has it. */
  private record Found(Expert expert, String id, Path file) {}
}
