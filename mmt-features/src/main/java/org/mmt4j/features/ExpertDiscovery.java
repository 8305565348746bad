package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.mmt4j.Expert;

/** Which experts the files of a data set hold, and of which dimension. */
public final class ExpertDiscovery {

  private ExpertDiscovery() {}

  /**
   * Looks at every file.
   *
   * @param files HDF5 files of the published layout
   * @return the experts found in at least one file, by name in alphabetical order; timing and token
   *     type as {@link Expert#of} gives them
   * @throws FeatureFileException if a file cannot be read, two files hold an expert with different
   *     dimensions, or an expert's name is not one
   */
  public static ImmutableList<Expert> of(Collection<Path> files) throws FeatureFileException {
    Map<String, Found> found = new TreeMap<>();
    for (Path file : files) {
      for (Map.Entry<String, Integer> entry : Hdf5Features.dimensions(file).entrySet()) {
        Found here = new Found(expert(file, entry.getKey(), entry.getValue()), file);
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
                  + " as in "
                  + first.file);
        }
      }
    }
    return found.values().stream().map(Found::expert).collect(ImmutableList.toImmutableList());
  }

  private static Expert expert(Path file, String name, int dimension) throws FeatureFileException {
    try {
      return Expert.of(name, dimension);
    } catch (IllegalArgumentException e) {
      throw new FeatureFileException(file, "features." + name + ": " + e.getMessage(), e);
    }
  }

  /** An expert and the first file that has it. */
  private record Found(Expert expert, Path file) {}
}
