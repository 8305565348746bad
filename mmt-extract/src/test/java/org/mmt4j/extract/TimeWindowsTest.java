package org.mmt4j.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;

class TimeWindowsTest {

  @Test
  void windowsOverlapByHalf() {
    List<TimeWindows.Window> windows = TimeWindows.DEFAULT.split(video(0, 14, 15, 31, 44, 50));
    assertEquals(
        List.of("v@0.0-30.0", "v@15.0-45.0", "v@30.0-60.0"),
        windows.stream().map(window -> window.features().id()).toList());
    assertEquals(List.of(0.0, 14.0, 15.0), times(windows.get(0)));
    assertEquals(List.of(0.0, 16.0, 29.0), times(windows.get(1)));
    assertEquals(List.of(1.0, 14.0, 20.0), times(windows.get(2)));
    assertEquals(15, windows.get(1).start());
    assertEquals(45, windows.get(1).end());
    assertEquals("v", windows.get(1).video());
  }

  @Test
  void shortVideoIsOneWindow() {
    assertEquals(1, TimeWindows.DEFAULT.split(video(29.9)).size());
    assertEquals(2, TimeWindows.DEFAULT.split(video(30)).size());
    assertEquals(1, TimeWindows.DEFAULT.split(VideoFeatures.of("none", Map.of())).size());
  }

  @Test
  void featuresWithoutTimeAreInAllWindows() {
    VideoFeatures video =
        VideoFeatures.of(
            "v",
            Map.of(
                "untimed", ExpertFeatures.untimed(new float[][] {{7}}),
                "timed", ExpertFeatures.of(new float[][] {{1}}, new double[] {50})));
    List<TimeWindows.Window> windows = TimeWindows.DEFAULT.split(video);
    assertEquals(3, windows.size());
    for (TimeWindows.Window window : windows) {
      assertEquals(7, window.features().expert("untimed").orElseThrow().feature(0)[0]);
    }
    assertEquals(Optional.empty(), windows.get(0).features().expert("timed"));
  }

  @Property(tries = 200)
  void everyFeatureIsInAWindow(
      @ForAll @DoubleRange(min = 0, max = 1000) double time,
      @ForAll @DoubleRange(min = 1, max = 100) double seconds,
      @ForAll @DoubleRange(min = 0.5, max = 1) double share) {
    TimeWindows windows = new TimeWindows(seconds, share * seconds);
    List<TimeWindows.Window> found = windows.split(video(time, 1000));
    assertTrue(
        found.stream().anyMatch(w -> times(w).stream().anyMatch(t -> close(t + w.start(), time))));
  }

  private static boolean close(double a, double b) {
    return Math.abs(a - b) < 1e-9;
  }

  @Test
  void rejectsWindowsWithoutLength() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> new TimeWindows(0, 1));
    assertEquals(
        "windows: found 0.0 s every 1.0 s, expected positive finite values", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new TimeWindows(1, Double.NaN));
  }

  private static VideoFeatures video(double... times) {
    float[][] values =
        DoubleStream.of(times).mapToObj(t -> new float[] {1}).toArray(float[][]::new);
    return VideoFeatures.of("v", Map.of("objects", ExpertFeatures.of(values, times)));
  }

  private static List<Double> times(TimeWindows.Window window) {
    Optional<ExpertFeatures> features = window.features().expert("objects");
    return DoubleStream.iterate(0, i -> i + 1)
        .limit(features.map(ExpertFeatures::count).orElse(0))
        .mapToObj(i -> features.orElseThrow().time((int) i))
        .toList();
  }
}
