package org.mmt4j.extract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.ffmpeg.TestClip;
import org.mmt4j.features.FeatureFileException;
import org.mmt4j.features.FeatureSource;
import org.mmt4j.features.FeatureSources;

/** A folder of videos, a folder of features, and what tests do with them. */
abstract class ExtractionTestCase {

  @TempDir Path folder;

  final MeanColour expert = new MeanColour();
  final List<Path> finished = new ArrayList<>();
  int touched;
  Path videos;
  Path out;

  @BeforeEach
  void folders() throws IOException {
    videos = Files.createDirectories(folder.resolve("videos"));
    out = folder.resolve("out");
  }

  void clip(String name, int colour) throws IOException {
    Path file = videos.resolve(name);
    Files.createDirectories(file.getParent());
    TestClip.of(file).painted((index, x, y) -> colour).write();
  }

  ExtractionReport extract(int threads) throws IOException {
    return extraction(threads, List.of(expert)).run(videos, out);
  }

  FeatureExtraction extraction(int threads, List<FeatureExtractorProvider> experts) {
    ExtractionListener listener =
        new ExtractionListener() {
          @Override
          public void onStart(int count) {
            finished.clear();
          }

          @Override
          public void onVideo(Path file) {
            finished.add(file);
          }
        };
    return FeatureExtraction.of(FeatureExtractors.of(experts, Optional.empty()))
        .threads(threads)
        .listener(listener);
  }

  static ExtractionReport report(int extracted, int skipped) {
    return new ExtractionReport(
        extracted,
        skipped,
        ImmutableList.of(),
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of(),
        ImmutableList.of());
  }

  static List<String> messages(ExtractionReport report) {
    return report.failures().stream().map(ExtractionFailure::message).toList();
  }

  void assertColour(String id, float... colour) throws IOException {
    try (FeatureSource source = FeatureSources.open(out)) {
      ExpertFeatures found = source.readAll(id).features().expert(MeanColour.NAME).orElseThrow();
      assertArrayEquals(colour, found.feature(0), 0.02f);
    }
  }

  /** Makes a file newer than all features. */
  void touch(String name) throws IOException {
    Path file = videos.resolve(name);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10 + touched++)));
  }

  String failureMessage() {
    return assertThrows(FeatureFileException.class, () -> extract(1)).getMessage();
  }
}
