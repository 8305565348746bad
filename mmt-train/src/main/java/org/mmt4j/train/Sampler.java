package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws the videos of each batch. Every epoch has its own random order of the videos of a data set.
 * The videos at the end that might not fill a batch are dropped, so that no batch holds an entry of
 * the data twice. Videos of a hard-negative group, which are adjacent in the data, stay adjacent.
 * The draws depend only on the seed.
 */
final class Sampler {

  private final ImmutableList<TrainingSource> sources;
  private final ImmutableList<Epochs> epochs;
  private final int groupsPerBatch;
  private final int group;
  private final boolean replacement;
  private final long seed;
  private int batch;

  /**
   * Creates a sampler with the configuration's batch size. The size of each source is a multiple of
   * the hard-negative group.
   */
  Sampler(List<TrainingSource> sources, TrainingConfig config) {
    this.sources = ImmutableList.copyOf(sources);
    this.group = config.hardNegativeGroup();
    this.groupsPerBatch = config.batchSize() / group;
    this.replacement = config.replacement();
    this.seed = config.seed();
    this.epochs =
        IntStream.range(0, sources.size())
            .mapToObj(source -> new Epochs(source, sources.get(source).videos().size() / group))
            .collect(ImmutableList.toImmutableList());
  }

  /** Returns the next batch. */
  ImmutableList<Draw> next() {
    SplittableRandom random = Seeds.of(seed, Seeds.Use.MIXTURE, batch++);
    epochs.forEach(Epochs::requireBatch);
    ImmutableList.Builder<Draw> draws = ImmutableList.builder();
    for (int i = 0; i < groupsPerBatch; i++) {
      int source = source(random);
      Epochs drawn = epochs.get(source);
      int first = group * (replacement ? random.nextInt(drawn.groups) : drawn.next());
      IntStream.range(first, first + group).forEach(index -> draws.add(Draw.of(source, index)));
    }
    return draws.build();
  }

  private int source(SplittableRandom random) {
    if (sources.size() == 1) {
      return 0;
    }
    double left = random.nextDouble(sources.stream().mapToDouble(TrainingSource::weight).sum());
    int source = 0;
    while (source < sources.size() - 1 && left >= sources.get(source).weight()) {
      left -= sources.get(source).weight();
      source++;
    }
    return source;
  }

  /** The groups of a source in a new random order for each epoch. */
  private final class Epochs {

    private final int source;
    private final int groups;
    private int epoch;
    private int position;
    private int[] order = {};

    Epochs(int source, int groups) {
      this.source = source;
      this.groups = groups;
    }

    /** Starts a new epoch if fewer groups are left than a batch can need. */
    void requireBatch() {
      if (order.length - position < groupsPerBatch) {
        order = shuffled();
        position = 0;
        epoch++;
      }
    }

    int next() {
      return order[position++];
    }

    private int[] shuffled() {
      SplittableRandom random = Seeds.of(seed, Seeds.Use.ORDER, source, epoch);
      int[] shuffled = new int[groups];
      for (int i = 0; i < groups; i++) {
        int other = random.nextInt(i + 1);
        shuffled[i] = shuffled[other];
        shuffled[other] = i;
      }
      return shuffled;
    }
  }
}
