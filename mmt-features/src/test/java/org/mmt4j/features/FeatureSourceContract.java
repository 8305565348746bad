package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.Timing;
import org.mmt4j.graph.ClosedException;

/** The contract of every {@link FeatureSource}, tested with {@link ContractVideos}. */
abstract class FeatureSourceContract {

  @TempDir Path folder = Path.of("");

  /**
   * Opens a source of {@link ContractVideos#all}. Implementations may write to the empty folder.
   */
  abstract FeatureSource open(Path empty) throws IOException;

  /** Returns whether the format has times of features, and captions. */
  abstract boolean hasTimesAndCaptions();

  @Test
  void idsAreThoseOfAllVideos() throws IOException {
    try (FeatureSource source = open(folder)) {
      assertEquals(List.of("video0000", "video0001", "video0002"), List.copyOf(source.ids()));
      assertThrows(UnsupportedOperationException.class, () -> source.ids().clear());
    }
  }

  @Test
  void dimensionsSkipMissingExperts() throws IOException {
    try (FeatureSource source = open(folder)) {
      assertEquals(ImmutableSortedMap.of("rgb", 5, "s3d", 4), source.dimensions("video0000"));
      assertEquals(ImmutableSortedMap.of("rgb", 5), source.dimensions("video0001"));
      assertEquals(ImmutableSortedMap.of("s3d", 4), source.dimensions("video0002"));
    }
  }

  @Test
  void valuesTimesAndCaptionsEqualTheWrittenOnes() throws IOException {
    try (FeatureSource source = open(folder)) {
      for (StoredVideo expected : ContractVideos.all()) {
        StoredVideo found = source.readAll(expected.features().id());
        assertSameFeatures(expected, found);
        if (hasTimesAndCaptions()) {
          assertSameTimes(expected, found);
          assertEquals(expected.captions(), found.captions());
        } else {
          assertTrue(found.captions().isEmpty());
        }
      }
    }
  }

  @Test
  void readsOnlyRequestedExperts() throws IOException {
    try (FeatureSource source = open(folder)) {
      StoredVideo found =
          source.read("video0000", List.of(Expert.of("rgb", 5), Expert.of("face", 3)));
      assertEquals(List.of("rgb"), List.copyOf(found.features().experts().keySet()));
    }
  }

  @Test
  void timingOfTheExpertSelectsTheTimes() throws IOException {
    try (FeatureSource source = open(folder)) {
      assertEquals(3, s3d(source, new Timing.Every(2)).time(1));
      assertEquals(ExpertFeatures.UNKNOWN_TIME, s3d(source, new Timing.Unknown()).time(1));
      double stored = hasTimesAndCaptions() ? 0.85 : 1.5;
      assertEquals(stored, s3d(source, new Timing.StoredOrEvery(1)).time(1));
    }
  }

  private static ExpertFeatures s3d(FeatureSource source, Timing timing) throws IOException {
    Expert expert = Expert.of("s3d", 4).withTiming(timing);
    return source.read("video0000", List.of(expert)).features().expert("s3d").orElseThrow();
  }

  @Test
  void rejectsDifferentDimension() throws IOException {
    try (FeatureSource source = open(folder)) {
      FeatureFileException e =
          assertThrows(
              FeatureFileException.class,
              () -> source.read("video0001", List.of(Expert.of("rgb", 6))));
      assertTrue(e.getMessage().contains("rgb"), e.getMessage());
      assertTrue(e.getMessage().endsWith("found dimension 5, expected 6"), e.getMessage());
    }
  }

  @Test
  void rejectsUnknownVideos() throws IOException {
    try (FeatureSource source = open(folder)) {
      for (String id : List.of("video0009", "", "../video0000", "video0000.h5")) {
        IllegalArgumentException e =
            assertThrows(
                IllegalArgumentException.class, () -> source.read(id, ContractVideos.EXPERTS));
        assertTrue(
            e.getMessage().endsWith("found no video " + id + ", expected one of its 3 videos"),
            e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> source.dimensions(id));
      }
    }
  }

  @Test
  void closedSourcesThrow() throws IOException {
    FeatureSource source = open(folder);
    source.close();
    source.close();
    assertThrows(ClosedException.class, source::ids);
    assertThrows(ClosedException.class, () -> source.file("video0000"));
    assertThrows(ClosedException.class, () -> source.dimensions("video0000"));
    ClosedException e =
        assertThrows(ClosedException.class, () -> source.read("video0000", ContractVideos.EXPERTS));
    assertTrue(e.getMessage().startsWith("features in "), e.getMessage());
    assertTrue(e.getMessage().endsWith(": used after close"), e.getMessage());
  }

  static void assertSameFeatures(StoredVideo expected, StoredVideo found) {
    assertEquals(expected.features().id(), found.features().id());
    assertEquals(expected.features().experts().keySet(), found.features().experts().keySet());
    expected
        .features()
        .experts()
        .forEach(
            (name, features) -> {
              ExpertFeatures actual = found.features().expert(name).orElseThrow();
              assertEquals(features.count(), actual.count());
              for (int row = 0; row < features.count(); row++) {
                assertArrayEquals(features.feature(row), actual.feature(row));
              }
            });
  }

  static void assertSameTimes(StoredVideo expected, StoredVideo found) {
    expected
        .features()
        .experts()
        .forEach(
            (name, features) -> {
              ExpertFeatures actual = found.features().expert(name).orElseThrow();
              for (int row = 0; row < features.count(); row++) {
                assertEquals(features.time(row), actual.time(row));
              }
            });
  }
}
