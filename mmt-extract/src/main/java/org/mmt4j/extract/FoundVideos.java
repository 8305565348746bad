package org.mmt4j.extract;

import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * The result of {@link VideoFolder#list}.
 *
 * @param folder the folder
 * @param files videos, in order of their paths
 * @param failures folders that could not be read
 * @param otherFiles number of files that are not read as videos, by what their names have: an
 *     extension such as {@code .txt} in lower case, {@link VideoFolder#HIDDEN} or {@link
 *     VideoFolder#NO_EXTENSION}; without subtitles
 */
public record FoundVideos(
    Path folder,
    List<Path> files,
    List<ExtractionFailure> failures,
    SortedMap<String, Integer> otherFiles) {

  public FoundVideos {
    files = List.copyOf(files);
    failures = List.copyOf(failures);
    otherFiles = ImmutableSortedMap.copyOf(otherFiles);
  }
}
