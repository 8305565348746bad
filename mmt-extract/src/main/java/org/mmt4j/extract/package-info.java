/**
 * Extracts features from video files: the interfaces of videos and experts, and the extraction of a
 * folder.
 */
@NullMarked
package org.mmt4j.extract;

import org.jspecify.annotations.NullMarked;
