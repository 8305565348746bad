package org.mmt4j.extract;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;

/**
 * The result of {@link VideoFolder#list}.
 *
 * @param files videos, in order of their names
 * @param failures folders that could not be read
 */
public record FoundVideos(ImmutableList<Path> files, ImmutableList<ExtractionFailure> failures) {}
