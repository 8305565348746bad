package org.mmt4j.extract;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;

/**
 * What a run did.
 *
 * @param extracted number of videos whose features were written
 * @param skipped number of videos whose features were there before
 * @param failures the other videos, and folders that could not be read, in order of their files
 * @param damaged of files whose features were written without some packets, which were damaged,
 *     their number
 */
public record ExtractionReport(
    int extracted,
    int skipped,
    ImmutableList<ExtractionFailure> failures,
    ImmutableSortedMap<Path, Integer> damaged) {}
