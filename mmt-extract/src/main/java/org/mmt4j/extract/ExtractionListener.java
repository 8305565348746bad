package org.mmt4j.extract;

import java.nio.file.Path;

/** Hears how a run goes on. Called by many threads, one at a time. */
public interface ExtractionListener {

  /** Before the first video: of how many there are no features yet. */
  void onStart(int videos);

  /** A video is done, or has failed. */
  void onVideo(Path file);
}
