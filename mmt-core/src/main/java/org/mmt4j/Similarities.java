package org.mmt4j;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The similarities s(v, c) of all pairs of captions and videos (paper, equation 6).
 *
 * <pre>{@code
 * Similarities similarities = model.similarities(videos, captions);
 * double s = similarities.of("a man starts a motorbike", "video7");
 * List<Hit> best = similarities.best("a man starts a motorbike", 10);
 * }</pre>
 *
 * <p>Captions are identified by text or index, videos by id or index. Immutable.
 */
public final class Similarities {

  private final List<String> captions;
  private final List<String> videos;
  private final float[][] values; // (captions, videos)
  private final Map<String, Integer> captionIndices;
  private final Map<String, Integer> videoIndices;

  Similarities(List<String> captions, List<String> videos, float[][] values) {
    this.captions = List.copyOf(captions);
    this.videos = List.copyOf(videos);
    this.values = values;
    this.captionIndices = indices(captions);
    this.videoIndices = indices(videos);
  }

  /**
   * Returns the index of each name; for duplicates the first index, as their similarities are the
   * same.
   */
  private static Map<String, Integer> indices(List<String> names) {
    Map<String, Integer> indices = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      indices.putIfAbsent(names.get(i), i);
    }
    return indices;
  }

  /** Returns the captions, in the order of their indices. */
  public List<String> captions() {
    return captions;
  }

  /** Returns the ids of the videos, in the order of their indices. */
  public List<String> videos() {
    return videos;
  }

  /**
   * Returns the similarity of a caption and a video.
   *
   * @param caption index of a caption
   * @param video index of a video
   * @throws IndexOutOfBoundsException if there is no such caption or video
   */
  public double of(int caption, int video) {
    return values[caption][video];
  }

  /**
   * Returns the similarity of a caption and a video.
   *
   * @param caption text of a caption
   * @param video id of a video
   * @throws IllegalArgumentException if there is no such caption or video
   */
  public double of(String caption, String video) {
    return of(index("caption", caption, captionIndices), index("video", video, videoIndices));
  }

  /**
   * Returns the videos most similar to a caption, best first; ties keep the order of the videos.
   *
   * @param caption index of a caption
   * @param count largest number of videos, at least 1
   * @throws IndexOutOfBoundsException if there is no such caption
   * @throws IllegalArgumentException if {@code count} is below 1
   */
  public List<Hit> best(int caption, int count) {
    return Hit.best(videos, values[caption], count);
  }

  /**
   * As {@link #best(int, int)}.
   *
   * @param caption text of a caption
   * @throws IllegalArgumentException if there is no such caption, or {@code count} is below 1
   */
  public List<Hit> best(String caption, int count) {
    return best(index("caption", caption, captionIndices), count);
  }

  /** Returns a copy of all similarities: row = caption, column = video. */
  public float[][] toArray() {
    return Arrays.stream(values).map(float[]::clone).toArray(float[][]::new);
  }

  private static int index(String kind, String name, Map<String, Integer> indices) {
    Integer index = indices.get(name);
    if (index == null) {
      throw new IllegalArgumentException(
          "%s: found \"%s\", expected one of the %d %ss that were compared"
              .formatted(kind, name, indices.size(), kind));
    }
    return index;
  }
}
