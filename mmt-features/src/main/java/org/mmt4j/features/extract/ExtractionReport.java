package org.mmt4j.features.extract;

import com.google.common.collect.ImmutableList;

/**
 * What a run did.
 *
 * @param extracted number of videos whose features were written
 * @param skipped number of videos whose features were there before
 * @param failures the other videos, and folders that could not be read, in order of their files
 */
public record ExtractionReport(
    int extracted, int skipped, ImmutableList<ExtractionFailure> failures) {}
