package org.mmt4j.extract;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;

/**
 * The result of a run.
 *
 * @param extracted number of videos whose features were written
 * @param skipped number of videos whose features existed before
 * @param failures all other videos, and folders that could not be read, in order of their files
 * @param damaged number of damaged packets that were skipped, by file; only files whose features
 *     were written
 */
public record ExtractionReport(
    int extracted,
    int skipped,
    ImmutableList<ExtractionFailure> failures,
    ImmutableSortedMap<Path, Integer> damaged) {}
