package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;

/** Three small videos, equal to those that {@code sources/fixtures.py} writes. */
final class ContractVideos {

  static final List<Expert> EXPERTS = List.of(Expert.of("s3d", 4), Expert.of("rgb", 5));

  private ContractVideos() {}

  static List<StoredVideo> all() {
    ImmutableSortedMap<Integer, Caption> captions =
        ImmutableSortedMap.of(
            0,
            Caption.of("a", "café", "dog"),
            2,
            new Caption(
                ImmutableList.of("spoken", "words"),
                Optional.of(WordTimes.of(new double[] {0.5, 1.25}, new double[] {1, 2}))));
    return List.of(
        video("video0000", Map.of("s3d", timed(0, 3, 4), "rgb", untimed(1, 2, 5)), captions),
        video("video0001", Map.of("rgb", untimed(2, 1, 5)), ImmutableSortedMap.of()),
        video("video0002", Map.of("s3d", timed(3, 4, 4)), ImmutableSortedMap.of()));
  }

  private static StoredVideo video(
      String id,
      Map<String, ExpertFeatures> experts,
      ImmutableSortedMap<Integer, Caption> captions) {
    return new StoredVideo(VideoFeatures.of(id, experts), captions);
  }

  private static ExpertFeatures timed(int video, int rows, int columns) {
    double[] times = new double[rows];
    for (int i = 0; i < rows; i++) {
      double start = i * 0.7;
      times[i] = (start + (start + 0.3)) / 2;
    }
    return ExpertFeatures.of(values(video, rows, columns), times);
  }

  private static ExpertFeatures untimed(int video, int rows, int columns) {
    return ExpertFeatures.untimed(values(video, rows, columns));
  }

  private static float[][] values(int video, int rows, int columns) {
    float[][] values = new float[rows][columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        values[row][column] = (float) ((100 * video + 10 * row + column - 57) / 3.0);
      }
    }
    return values;
  }
}
