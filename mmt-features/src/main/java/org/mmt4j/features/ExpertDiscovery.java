package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.mmt4j.data.Expert;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which experts the videos of a data set have, and of which dimension. */
public final class ExpertDiscovery {

  private static final Logger log = LoggerFactory.getLogger(ExpertDiscovery.class);

  private ExpertDiscovery() {}

  /**
   * Looks at every one of some videos.
   *
   * @return the experts found in at least one video, by name in alphabetical order; timing and
   *     token type as {@link Expert#of} gives them
   * @throws IOException if a file cannot be read, two videos have an expert with different
   *     dimensions, or an expert's name is not one
   */
  public static ImmutableList<Expert> of(FeatureSource source, Collection<String> ids)
      throws IOException {
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
                  + ", expected "
                  + first.expert.dimension()
                  + " as "
                  + first.id
                  + " in "
                  + first.file);
        }
      }
    }
    return found.values().stream().map(Found::expert).collect(ImmutableList.toImmutableList());
  }

  /**
   * As {@link #of}, but passes over videos that cannot be read, and of several dimensions takes
   * that of the first video: for {@code validate}, which then names the others.
   */
  static ImmutableList<Expert> ofReadable(FeatureSource source, Collection<String> ids) {
    Map<String, Expert> found = new TreeMap<>();
    for (String id : ids) {
      try {
        for (Map.Entry<String, Integer> entry : source.dimensions(id).entrySet()) {
          found.putIfAbsent(
              entry.getKey(), expert(source.file(id), entry.getKey(), entry.getValue()));
        }
      } catch (IOException e) {
        log.debug("passed over", e);
      }
    }
    return ImmutableList.copyOf(found.values());
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
