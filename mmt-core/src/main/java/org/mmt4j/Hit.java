package org.mmt4j;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A search result: a video found for a caption.
 *
 * @param id id of the video
 * @param similarity similarity s(v, c)
 */
public record Hit(String id, double similarity) {

  /**
   * Returns the videos with the largest similarities, best first; ties keep the order of the
   * videos.
   */
  static List<Hit> best(List<String> ids, float[] similarities, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "number of hits: found " + count + ", expected at least 1");
    }
    return best(similarities, Math.min(count, ids.size())).stream()
        .map(video -> new Hit(ids.get(video), similarities[video]))
        .toList();
  }

  private static List<Integer> best(float[] similarities, int count) {
    Comparator<Integer> bestFirst =
        Comparator.comparingDouble((Integer video) -> similarities[video])
            .reversed()
            .thenComparing(Comparator.naturalOrder());
    PriorityQueue<Integer> kept = new PriorityQueue<>(bestFirst.reversed()); // worst first
    float worst = Float.NEGATIVE_INFINITY;
    for (int video = 0; video < similarities.length; video++) {
      if (kept.size() == count) {
        if (Float.compare(similarities[video], worst) <= 0) {
          continue;
        }
        kept.remove();
      }
      kept.add(video);
      worst = similarities[kept.element()];
    }
    return kept.stream().sorted(bestFirst).toList();
  }
}
