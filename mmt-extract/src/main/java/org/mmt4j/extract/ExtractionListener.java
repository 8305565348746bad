package org.mmt4j.extract;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * Receives the progress of a run. Called by several threads, one at a time. The methods do nothing
 * unless they are overridden.
 */
public interface ExtractionListener {

  /** Called before the first video, with the number of videos that have no features yet. */
  default void onStart(int videos) {}

  /**
   * Called when the features of a video are written, with what each expert observed.
   *
   * @param observations by the name of the expert; of experts that say what they observe
   */
  default void onObservations(
      String id, Path file, SortedMap<String, List<Observation>> observations) {}

  /** Called when a video is done or has failed. */
  default void onVideo(Path file) {}
}
