package org.mmt4j.extract;

import java.nio.file.Path;
import java.util.Set;

/**
 * A video to process.
 *
 * @param file its file
 * @param source the state of the file, with the experts whose features are written and stay
 * @param experts the experts that have not processed it
 */
record ExtractionTask(Path file, ExtractedSource source, Set<String> experts) {}
