package org.mmt4j.extract;

import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * The result of a run.
 *
 * @param extracted number of videos whose features were written
 * @param skipped number of videos whose features existed before
 * @param failures all other videos, experts that failed for a video whose other features were
 *     written, and folders that could not be read, in order of their files
 * @param damagedPackets number of damaged packets that were skipped, by file; only files whose
 *     features were written
 * @param otherFiles number of files that are not read as videos, as {@link FoundVideos#otherFiles}
 * @param notes what is missing of videos whose features were written, such as sound that cannot be
 *     decoded: one line each, which starts with the file; and experts that could not be opened
 */
public record ExtractionReport(
    int extracted,
    int skipped,
    List<ExtractionFailure> failures,
    SortedMap<Path, Integer> damagedPackets,
    SortedMap<String, Integer> otherFiles,
    List<String> notes) {

  public ExtractionReport {
    failures = List.copyOf(failures);
    notes = List.copyOf(notes);
    damagedPackets = ImmutableSortedMap.copyOf(damagedPackets);
    otherFiles = ImmutableSortedMap.copyOf(otherFiles);
  }
}
