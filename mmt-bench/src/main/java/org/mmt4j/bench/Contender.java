package org.mmt4j.bench;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;

/** One of those that are compared, in a process of its own. */
public interface Contender {

  /** Names of what {@link #outputs} gives. */
  String VIDEOS = "videos";

  String CAPTIONS = "captions";
  String SIMILARITIES = "similarities";
  String LOSSES = "losses";

  /** Training steps whose losses are compared. */
  int STEPS = 3;

  /** Learning rate of all training. */
  double LEARNING_RATE = 5e-5;

  /**
   * What it computes for a batch, to be compared: packed vectors of videos and of captions, their
   * similarities, row by row, and the losses of {@link #STEPS} training steps without dropout.
   */
  ImmutableMap<String, float[]> outputs(Workload workload) throws IOException;

  /** Does a part again and again, each time telling {@code turns}, which ends the process. */
  void repeat(Part part, Turns turns) throws IOException;

  /** The similarity of one video and one caption, from a process that has done nothing yet. */
  double firstSimilarity() throws IOException;
}
