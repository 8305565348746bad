package org.mmt4j.bench;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import org.mmt4j.graph.device.Precision;

/** One of the compared implementations, in its own process. */
public interface Contender {

  /** Keys of {@link #outputs}. */
  String VIDEOS = "videos";

  String CAPTIONS = "captions";
  String SIMILARITIES = "similarities";
  String LOSSES = "losses";

  /** Number of training steps whose losses are compared. */
  int STEPS = 3;

  /** Learning rate of all training runs. */
  double LEARNING_RATE = 5e-5;

  /**
   * Returns the outputs for a batch, for comparison: packed vectors of videos and of captions,
   * their similarities, row by row, and the losses of {@link #STEPS} training steps without
   * dropout.
   */
  ImmutableMap<String, float[]> outputs(Workload workload, Precision precision) throws IOException;

  /** Runs a part repeatedly and reports each run to {@code turns}, which ends the process. */
  void repeat(Part part, Turns turns) throws IOException;

  /** Returns the similarity of one video and one caption, computed in a new process. */
  double firstSimilarity() throws IOException;
}
