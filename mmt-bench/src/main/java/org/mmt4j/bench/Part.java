package org.mmt4j.bench;

import java.util.Arrays;

/** The parts of the benchmark. */
public enum Part {
  /** A training step: forward, backward, Adam. */
  TRAIN_DENSE("train.dense"),
  TRAIN_TYPICAL("train.typical"),
  /** Embedding of a batch of videos. */
  VIDEO_DENSE("video.dense"),
  VIDEO_TYPICAL("video.typical"),
  /** Embedding of a batch of captions. */
  TEXT_DENSE("text.dense"),
  TEXT_TYPICAL("text.typical"),
  /** All similarities of {@link #CAPTIONS} captions with {@link #CAPTIONS} videos. */
  SIMILARITY("similarity"),
  /** Search for the best {@link #BEST} of {@link #INDEXED} videos for one caption. */
  RANK("rank200k"),
  /** From the start of the process to the first similarity of a saved model. */
  STARTUP("startup");

  /** Number of captions, and of videos, of the similarity matrix. */
  public static final int CAPTIONS = 1000;

  /** Number of ranked videos; the same {@link #CAPTIONS} vectors repeat. */
  public static final int INDEXED = 200_000;

  /** Number of results of a search. */
  public static final int BEST = 10;

  private final String key;

  Part(String key) {
    this.key = key;
  }

  /** Returns the name in reports. */
  public String key() {
    return key;
  }

  /** Returns whether the part reads the batch of a workload. */
  public boolean reads(Workload workload) {
    return key.endsWith(workload.key());
  }

  /** Returns whether the part takes only about 0.1 s, so that the median of few turns varies. */
  boolean isShort() {
    return this == SIMILARITY || this == RANK;
  }

  /**
   * Returns a part by its name.
   *
   * @throws IllegalArgumentException if the name is unknown
   */
  static Part of(String key) {
    return Arrays.stream(values())
        .filter(part -> part.key.equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "part: expected one of %s, found %s"
                        .formatted(Arrays.stream(values()).map(Part::key).toList(), key)));
  }
}
