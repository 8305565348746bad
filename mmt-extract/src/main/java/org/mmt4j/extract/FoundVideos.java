package org.mmt4j.extract;

import java.nio.file.Path;
import java.util.List;

/**
 * The result of {@link VideoFolder#list}.
 *
 * @param files videos, in order of their names
 * @param failures folders that could not be read
 */
public record FoundVideos(List<Path> files, List<ExtractionFailure> failures) {

  public FoundVideos {
    files = List.copyOf(files);
    failures = List.copyOf(failures);
  }
}
