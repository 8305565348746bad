package org.mmt4j;

import java.util.List;
import org.mmt4j.similarity.Largest;

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
    return Largest.indices(similarities, count).stream()
        .map(video -> new Hit(ids.get(video), similarities[video]))
        .toList();
  }
}
