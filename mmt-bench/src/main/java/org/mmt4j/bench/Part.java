package org.mmt4j.bench;

import java.util.Arrays;

/** What is timed. */
public enum Part {
  /** A training step: forward, backward, Adam. */
  TRAIN_DENSE("train.dense"),
  TRAIN_TYPICAL("train.typical"),
  /** Packed vectors of a batch of videos. */
  VIDEO_DENSE("video.dense"),
  VIDEO_TYPICAL("video.typical"),
  /** Packed vectors of a batch of captions. */
  TEXT_DENSE("text.dense"),
  TEXT_TYPICAL("text.typical"),
  /** All similarities of {@link #CAPTIONS} packed vectors with as many. */
  SIMILARITY("similarity"),
  /** The best ten of {@link #INDEXED} packed vectors for one. */
  RANK("rank200k"),
  /** From the start of the process to the first similarity of a saved model. */
  STARTUP("startup");

  /** Captions, and videos, of the similarity matrix. */
  public static final int CAPTIONS = 1000;

  /** Videos that are ranked: {@link #CAPTIONS} vectors again and again. */
  public static final int INDEXED = 200_000;

  /** How many of them are wanted. */
  public static final int BEST = 10;

  private final String key;

  Part(String key) {
    this.key = key;
  }

  /** Its name in reports. */
  public String key() {
    return key;
  }

  /** Whether it reads the batch of that kind. */
  public boolean reads(Workload workload) {
    return key.endsWith(workload.key());
  }

  /** Whether it takes a tenth of a second or so, of which the median of a few turns varies. */
  boolean isShort() {
    return this == SIMILARITY || this == RANK;
  }

  /**
   * The part of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Part of(String key) {
    return Arrays.stream(values())
        .filter(part -> part.key.equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "part: found %s, expected one of %s"
                        .formatted(key, Arrays.stream(values()).map(Part::key).toList())));
  }
}
