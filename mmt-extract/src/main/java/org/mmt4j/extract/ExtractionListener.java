package org.mmt4j.extract;

import java.nio.file.Path;

/**
 * Receives the progress of a run. Called by several threads, one at a time. The methods do nothing
 * unless they are overridden.
 */
public interface ExtractionListener {

  /** Called before the first video, with the number of videos that have no features yet. */
  default void onStart(int videos) {}

  /** Called when a video is done or has failed. */
  default void onVideo(Path file) {}
}
