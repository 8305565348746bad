package org.mmt4j.bench;

import java.util.Arrays;
import java.util.Optional;
import org.mmt4j.graph.device.Precision;

/** The parts of the benchmark. */
public enum Part {
  TRAIN_DENSE(Task.TRAIN, Workload.DENSE, Precision.FLOAT32),
  TRAIN_DENSE_BF16(Task.TRAIN, Workload.DENSE, Precision.BFLOAT16),
  TRAIN_TYPICAL(Task.TRAIN, Workload.TYPICAL, Precision.FLOAT32),
  TRAIN_TYPICAL_BF16(Task.TRAIN, Workload.TYPICAL, Precision.BFLOAT16),
  VIDEO_DENSE(Task.VIDEO, Workload.DENSE, Precision.FLOAT32),
  VIDEO_DENSE_BF16(Task.VIDEO, Workload.DENSE, Precision.BFLOAT16),
  VIDEO_TYPICAL(Task.VIDEO, Workload.TYPICAL, Precision.FLOAT32),
  VIDEO_TYPICAL_BF16(Task.VIDEO, Workload.TYPICAL, Precision.BFLOAT16),
  TEXT_DENSE(Task.TEXT, Workload.DENSE, Precision.FLOAT32),
  TEXT_DENSE_BF16(Task.TEXT, Workload.DENSE, Precision.BFLOAT16),
  TEXT_TYPICAL(Task.TEXT, Workload.TYPICAL, Precision.FLOAT32),
  TEXT_TYPICAL_BF16(Task.TEXT, Workload.TYPICAL, Precision.BFLOAT16),
  SIMILARITY(Task.SIMILARITY),
  RANK(Task.RANK),
  STARTUP(Task.STARTUP);

  /** What is timed. */
  public enum Task {
    /** A training step: forward, backward, Adam. */
    TRAIN("train"),
    /** Embedding of a batch of videos. */
    VIDEO("video"),
    /** Embedding of a batch of captions. */
    TEXT("text"),
    /** All similarities of {@link #CAPTIONS} captions with {@link #CAPTIONS} videos. */
    SIMILARITY("similarity"),
    /** Search for the best {@link #BEST} of {@link #INDEXED} videos for one caption. */
    RANK("rank200k"),
    /** From the start of the process to the first similarity of a saved model. */
    STARTUP("startup");

    private final String key;

    Task(String key) {
      this.key = key;
    }
  }

  /** Number of captions, and of videos, of the similarity matrix. */
  public static final int CAPTIONS = 1000;

  /** Number of ranked videos; the same {@link #CAPTIONS} vectors repeat. */
  public static final int INDEXED = 200_000;

  /** Number of results of a search. */
  public static final int BEST = 10;

  private final Task task;
  private final Optional<Workload> workload;
  private final Precision precision;

  Part(Task task) {
    this.task = task;
    this.workload = Optional.empty();
    this.precision = Precision.FLOAT32;
  }

  Part(Task task, Workload workload, Precision precision) {
    this.task = task;
    this.workload = Optional.of(workload);
    this.precision = precision;
  }

  /** Returns the name in reports. */
  public String key() {
    return task.key
        + workload.map(batch -> "." + batch.key()).orElse("")
        + (precision == Precision.BFLOAT16 ? ".bf16" : "");
  }

  /** Returns what is timed. */
  public Task task() {
    return task;
  }

  /**
   * Returns the batch that the part reads.
   *
   * @throws java.util.NoSuchElementException if it reads none
   */
  public Workload workload() {
    return workload.orElseThrow();
  }

  /** Returns the precision of matrix products; that of libtorch is autocast's. */
  public Precision precision() {
    return precision;
  }

  /** Returns whether the part reads the batch of a workload. */
  public boolean reads(Workload batch) {
    return workload.filter(batch::equals).isPresent();
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
        .filter(part -> part.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "part: expected one of %s, found %s"
                        .formatted(Arrays.stream(values()).map(Part::key).toList(), key)));
  }
}
