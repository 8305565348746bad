package org.mmt4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.CaptionedVideos;
import org.mmt4j.data.VideoFeatures;

final class SamplerTest {

  @Property(tries = 200)
  void batchesHaveNoDuplicates(
      @ForAll @IntRange(min = 1, max = 3) int group,
      @ForAll @IntRange(min = 2, max = 4) int groupsPerBatch,
      @ForAll @IntRange(min = 0, max = 5) int more,
      @ForAll long seed) {
    int size = group * groupsPerBatch;
    Sampler sampler =
        new Sampler(
            List.of(source(size + more * group, 1), source(size, 2.5)),
            config(size, group, false, seed));
    for (int batch = 0; batch < 10; batch++) {
      List<Draw> draws = sampler.next();
      assertEquals(size, draws.size());
      assertEquals(size, new HashSet<>(draws).size());
    }
  }

  @Test
  void epochContainsEveryVideoOnce() {
    Sampler sampler = new Sampler(List.of(source(8, 1)), config(4, 1, false, 3));
    for (int epoch = 0; epoch < 3; epoch++) {
      List<Draw> epochDraws = new ArrayList<>(sampler.next());
      epochDraws.addAll(sampler.next());
      assertEquals(8, new HashSet<>(epochDraws).size());
    }
  }

  @Test
  void hardNegativeGroupsStayTogether() {
    Sampler sampler = new Sampler(List.of(source(8, 1)), config(4, 2, false, 3));
    for (int step = 0; step < 8; step++) {
      List<Draw> draws = sampler.next();
      for (int i = 0; i < draws.size(); i += 2) {
        assertEquals(0, draws.get(i).index() % 2);
        assertEquals(draws.get(i).index() + 1, draws.get(i + 1).index());
      }
    }
  }

  @Test
  void dataSetsAreDrawnInProportionToTheirWeights() {
    Sampler sampler = new Sampler(List.of(source(100, 1), source(50, 3)), config(10, 1, false, 5));
    long second =
        IntStream.range(0, 1000)
            .mapToLong(step -> sampler.next().stream().filter(draw -> draw.source() == 1).count())
            .sum();
    // standard deviation of 10 000 draws with probability 3/4: 43
    assertEquals(7500.0, (double) second, 5 * 43);
  }

  @Test
  void withReplacementBatchesCanHaveDuplicates() {
    Sampler sampler = new Sampler(List.of(source(4, 1)), config(4, 1, true, 3));
    boolean repeated = false;
    for (int step = 0; step < 20; step++) {
      repeated |= new HashSet<>(sampler.next()).size() < 4;
    }
    assertTrue(repeated);
  }

  private static TrainingConfig config(int size, int group, boolean replacement, long seed) {
    TrainingConfig.Builder config =
        TrainingConfig.builder().batchSize(size).hardNegativeGroup(group).seed(seed);
    return (replacement ? config.replacement(true) : config).build();
  }

  private static TrainingSource source(int videos, double weight) {
    return new TrainingSource(
        CaptionedVideos.of(
            IntStream.range(0, videos)
                .mapToObj(
                    i ->
                        new CaptionedVideo(
                            VideoFeatures.of("video" + i, Map.of()), ImmutableList.of("a")))
                .toList()),
        weight);
  }
}
