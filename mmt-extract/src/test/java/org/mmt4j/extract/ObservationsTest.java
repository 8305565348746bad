package org.mmt4j.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.ffmpeg.TestClip;

/** The test expert observes each frame as often as it is told to. */
class ObservationsTest {

  @TempDir Path folder;

  private final Map<String, SortedMap<String, List<Observation>>> heard = new TreeMap<>();

  @Test
  void listenerGetsWhatWasObservedOfEachVideoOnce() throws IOException {
    Files.createDirectories(folder.resolve("videos"));
    TestClip.of(folder.resolve("videos/a.mkv")).frames(2, 1).write();
    TestClip.of(folder.resolve("videos/b.mkv")).frames(1, 1).write();
    extract(1);
    List<Observation> first = List.of(new Observation(0, "frame"), new Observation(1, "frame"));
    assertEquals(Map.of("eye", first), heard.get("a"));
    assertEquals(Map.of("eye", first.subList(0, 1)), heard.get("b"));
    heard.clear();
    extract(1);
    assertEquals(Map.of(), heard);
  }

  @Test
  void observationsOfAVideoAreBounded() throws IOException {
    Files.createDirectories(folder.resolve("videos"));
    TestClip.of(folder.resolve("videos/a.mkv")).frames(1, 1).write();
    extract(20_000);
    assertEquals(10_000, heard.get("a").get("eye").size());
  }

  private void extract(int times) throws IOException {
    FeatureExtractors experts = FeatureExtractors.of(List.of(new Eye(times)), Optional.empty());
    FeatureExtraction.of(experts)
        .listener(
            new ExtractionListener() {
              @Override
              public void onObservations(
                  String id, Path file, SortedMap<String, List<Observation>> observations) {
                assertEquals(folder.resolve("videos/" + id + ".mkv"), file);
                heard.put(id, observations);
              }
            })
        .run(folder.resolve("videos"), folder.resolve("features"));
  }

  private record Eye(int times) implements FeatureExtractorProvider, FeatureExtractor {

    @Override
    public String name() {
      return "eye";
    }

    @Override
    public Optional<String> unavailableReason(Optional<Path> models) {
      return Optional.empty();
    }

    @Override
    public FeatureExtractor open(Optional<Path> models) {
      return this;
    }

    @Override
    public int dimension() {
      return 1;
    }

    @Override
    public Extraction start(MediaRequests requests) {
      requests.frames(
          FrameSampling.every(1),
          new FrameSize.Original(),
          frame -> {
            for (int i = 0; i < times; i++) {
              requests.observe(frame.time(), "frame");
            }
          });
      return () -> Optional.of(ExpertFeatures.of(new float[][] {{1}}, new double[] {0}));
    }

    @Override
    public void close() {}
  }
}
