package org.mmt4j.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.MmtModel;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.config.Architecture;
import org.mmt4j.config.VideoWeights;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.io.DataFileException;
import org.mmt4j.similarity.VectorPrecision;

class VideoLibraryTest {

  private static final List<VideoFeatures> VIDEOS = SmallModel.videos(60, 1);

  /** Index of the expert; a model sorts them by name. */
  private static final int AUDIO = 0;

  /** Rounding of float32 sums of 16 products below 1. */
  private static final double ROUNDING = 1e-5;

  @TempDir private Path folder;

  /** What a test does with a library. */
  @FunctionalInterface
  private interface Use {
    void of(VideoLibrary library, MmtModel model) throws IOException;
  }

  private void withLibrary(VideoWeights weights, Use use) throws IOException {
    try (MmtModel model = SmallModel.build(folder, Architecture.PUBLISHED.with(weights), 1);
        VideoLibrary library =
            VideoLibrary.open(folder.resolve("library"), model, VectorPrecision.FLOAT32)) {
      use.of(library, model);
    }
  }

  private void withVideos(VideoWeights weights, Use use) throws IOException {
    withLibrary(
        weights,
        (library, model) -> {
          library.putVideos(VIDEOS);
          library.commit();
          use.of(library, model);
        });
  }

  @ParameterizedTest
  @EnumSource
  void captionsFindVideosByTheModelsSimilarity(VideoWeights weights) throws IOException {
    withVideos(
        weights,
        (library, model) -> {
          CaptionEmbedding caption = model.embed("dog runs beach");
          List<LibraryHit> hits = library.search(VideoQuery.caption("dog runs beach"));
          assertEquals(ranked(model, video -> video.similarity(caption), 10), ids(hits));
          for (LibraryHit hit : hits) {
            assertEquals(hit.entry().embedding().similarity(caption), hit.similarity(), ROUNDING);
            assertEquals(Optional.empty(), hit.then());
            assertTrue(hit.confidence().isEmpty());
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void sharesOfTheExpertsAddUpToTheSimilarity(VideoWeights weights) throws IOException {
    withVideos(
        weights,
        (library, model) -> {
          for (LibraryHit hit : library.search(VideoQuery.caption("red car"))) {
            assertEquals(Set.of("look", "audio"), hit.shares().keySet());
            double sum = hit.shares().values().stream().mapToDouble(share -> share).sum();
            assertEquals(hit.similarity(), sum, ROUNDING);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void moreLikeThisRanksByTheCosinesOfTheExperts(VideoWeights weights) throws IOException {
    withVideos(
        weights,
        (library, model) -> {
          VideoEmbedding query = model.embed(VIDEOS.get(7));
          List<LibraryHit> hits = library.search(VideoQuery.like("video7"));
          assertFalse(ids(hits).contains("video7"));
          List<String> expected = ranked(model, video -> likeness(query, video), 11);
          assertEquals("video7", expected.get(0));
          assertEquals(expected.subList(1, 11), ids(hits));
        });
  }

  /** The mean of the experts' cosines, weighted if videos have weights. */
  private static double likeness(VideoEmbedding query, VideoEmbedding video) {
    double sum = 0;
    double weights = 0;
    for (int expert = 0; expert < 2; expert++) {
      double weight =
          query.weights().length == 0
              ? 0.5
              : (double) query.weights()[expert] * video.weights()[expert];
      sum += weight * cosine(query.vector(), video.vector(), expert);
      weights += weight;
    }
    return sum / weights;
  }

  private static double cosine(float[] a, float[] b, int expert) {
    double product = 0;
    double ofA = 0;
    double ofB = 0;
    for (int k = 8 * expert; k < 8 * expert + 8; k++) {
      product += (double) a[k] * b[k];
      ofA += (double) a[k] * a[k];
      ofB += (double) b[k] * b[k];
    }
    return product / Math.sqrt(ofA * ofB);
  }

  @ParameterizedTest
  @EnumSource
  void oneExpertRanksByItsCosineAlone(VideoWeights weights) throws IOException {
    withVideos(
        weights,
        (library, model) -> {
          CaptionEmbedding caption = model.embed("song plays");
          List<LibraryHit> hits =
              library.search(VideoQuery.builder().caption("song plays").expert("audio").build());
          assertEquals(
              ranked(model, video -> cosine(caption.vector(), video.vector(), AUDIO), 10),
              ids(hits));
          assertEquals(
              cosine(caption.vector(), hits.get(0).entry().embedding().vector(), AUDIO),
              hits.get(0).similarity(),
              ROUNDING);
          assertEquals(0, hits.get(0).shares().get("look"));
        });
  }

  @Test
  void addedAndSubtractedTermsSumTheirSimilarities() throws IOException {
    withVideos(
        VideoWeights.UNIFORM,
        (library, model) -> {
          CaptionEmbedding plus = model.embed("dog runs");
          CaptionEmbedding minus = model.embed("night");
          VideoEmbedding like = model.embed(VIDEOS.get(3));
          List<LibraryHit> hits =
              library.search(
                  VideoQuery.builder().caption("dog runs").like("video3").without("night").build());
          ToDoubleFunction<VideoEmbedding> similarity =
              video ->
                  (video.similarity(plus) + likeness(like, video) - video.similarity(minus)) / 2;
          List<String> expected = new ArrayList<>(ranked(model, similarity, 60));
          expected.remove("video3");
          assertEquals(expected.subList(0, 10), ids(hits));
          assertEquals(
              similarity.applyAsDouble(hits.get(0).entry().embedding()),
              hits.get(0).similarity(),
              ROUNDING);
        });
  }

  @Test
  void pagesContinueTheRanking() throws IOException {
    withVideos(
        VideoWeights.UNIFORM,
        (library, model) -> {
          List<String> all =
              ids(library.search(VideoQuery.builder().caption("two cats").count(60).build()));
          List<LibraryHit> page =
              library.search(VideoQuery.builder().caption("two cats").offset(20).count(5).build());
          assertEquals(all.subList(20, 25), ids(page));
          assertEquals(21, page.get(0).rank());
          assertEquals(
              List.of(),
              library.search(VideoQuery.builder().caption("two cats").offset(60).build()));
        });
  }

  @Test
  void theBestMomentOfEachVideoIsFoundOrAllMoments() throws IOException {
    withLibrary(
        VideoWeights.UNIFORM,
        (library, model) -> {
          putWindows(library, model);
          List<LibraryHit> all =
              library.search(
                  VideoQuery.builder().caption("woman cooks").everyMoment().count(60).build());
          List<LibraryHit> best =
              library.search(VideoQuery.builder().caption("woman cooks").count(60).build());
          assertEquals(60, all.size());
          Set<String> videos = new HashSet<>();
          assertEquals(
              all.stream()
                  .filter(hit -> videos.add(hit.entry().video()))
                  .map(LibraryHit::id)
                  .toList(),
              ids(best));
          assertEquals(6, best.size());
        });
  }

  /** Puts 60 windows: ten of each of the videos a to f, every 15 seconds. */
  private static void putWindows(VideoLibrary library, MmtModel model) throws IOException {
    List<LibraryEntry> entries = new ArrayList<>();
    for (VideoEmbedding embedding : model.embedVideos(VIDEOS)) {
      int i = entries.size();
      double start = i % 10 * 15;
      entries.add(
          LibraryEntry.ofWindow(
              embedding, String.valueOf((char) ('a' + i / 10)), start, start + 30));
    }
    library.put(entries);
    library.commit();
  }

  @Test
  void firstThenFindsPairsInOrderByTheirMean() throws IOException {
    withLibrary(
        VideoWeights.UNIFORM,
        (library, model) -> {
          putWindows(library, model);
          CaptionEmbedding first = model.embed("man starts car");
          CaptionEmbedding then = model.embed("dog sleeps");
          List<LibraryHit> hits =
              library.search(
                  VideoQuery.builder().caption("man starts car").then("dog sleeps").build());
          assertEquals(6, hits.size());
          List<VideoEmbedding> windows = model.embedVideos(VIDEOS);
          double previous = Double.POSITIVE_INFINITY;
          for (LibraryHit hit : hits) {
            LibraryEntry later = hit.then().orElseThrow();
            assertEquals(hit.entry().video(), later.video());
            assertTrue(later.start() > hit.entry().start());
            assertTrue(hit.similarity() <= previous);
            previous = hit.similarity();
            int video = 10 * (hit.entry().video().charAt(0) - 'a');
            double best = Double.NEGATIVE_INFINITY;
            for (int a = video; a < video + 10; a++) {
              for (int b = a + 1; b < video + 10; b++) {
                best =
                    Math.max(
                        best,
                        (windows.get(a).similarity(first) + windows.get(b).similarity(then)) / 2);
              }
            }
            assertEquals(best, hit.similarity(), ROUNDING);
          }
        });
  }

  @Test
  void keywordsLiftEntriesWhoseTextsHaveThem() throws IOException {
    withLibrary(
        VideoWeights.UNIFORM,
        (library, model) -> {
          List<VideoEmbedding> embeddings = model.embedVideos(VIDEOS);
          String last = ranked(model, video -> video.similarity(model.embed("rain")), 60).get(59);
          library.put(
              embeddings.stream()
                  .map(LibraryEntry::of)
                  .map(
                      entry ->
                          entry.id().equals(last)
                              ? entry.with(
                                  Metadata.builder().text("heard", "Heavy RAIN falls").build())
                              : entry)
                  .toList());
          library.commit();
          assertFalse(ids(library.search(VideoQuery.caption("rain"))).contains(last));
          List<LibraryHit> hits =
              library.search(VideoQuery.builder().caption("rain").keywords("rain falls").build());
          assertEquals(last, hits.get(0).id());
          assertEquals(Set.of("rain", "falls"), hits.get(0).words());
          assertEquals(
              hits.get(0).entry().embedding().similarity(model.embed("rain")),
              hits.get(0).similarity(),
              ROUNDING);
        });
  }

  @Test
  void filtersRestrictWhatIsFound() throws IOException {
    withVideos(
        VideoWeights.UNIFORM,
        (library, model) -> {
          Filter some = new Filter.Ids(Set.of("video1", "video2"));
          assertEquals(
              Set.of("video1", "video2"),
              new HashSet<>(
                  ids(library.search(VideoQuery.builder().caption("a dog").filter(some).build()))));
        });
  }

  @Test
  void unrelatedCaptionsSeldomHaveHitsOfAHighConfidence() throws IOException {
    withVideos(
        VideoWeights.UNIFORM,
        (library, model) -> {
          library.calibrate(LongStream.range(0, 200).mapToObj(SmallModel::caption).toList());
          int found = 0;
          for (long seed = 1000; seed < 1200; seed++) {
            VideoQuery query =
                VideoQuery.builder()
                    .caption(SmallModel.caption(seed))
                    .minimumConfidence(0.9)
                    .build();
            for (LibraryHit hit : library.search(query)) {
              assertTrue(hit.confidence().orElseThrow() >= 0.9);
              found += hit.rank() == 1 ? 1 : 0;
            }
          }
          // expected at most 20 of 200; 40 are 3 standard deviations of both samples above
          assertTrue(found <= 40, "captions with hits: " + found);
          List<LibraryHit> like = library.search(VideoQuery.caption("dog"));
          assertTrue(
              like.get(0).confidence().orElseThrow() >= like.get(9).confidence().orElseThrow());
        });
  }

  @Test
  void calibrationIsStoredWithTheLibrary() throws IOException {
    withVideos(
        VideoWeights.UNIFORM,
        (library, model) -> {
          VideoQuery query = VideoQuery.builder().caption("dog").minimumConfidence(0.5).build();
          assertEquals(
              "minimum confidence: found a library that is not calibrated, expected one that is;"
                  + " call calibrate",
              assertThrows(IllegalStateException.class, () -> library.search(query)).getMessage());
          assertEquals(
              "captions to calibrate with: found 1, expected at least 20",
              assertThrows(IllegalArgumentException.class, () -> library.calibrate(List.of("dog")))
                  .getMessage());
          library.calibrate(LongStream.range(0, 20).mapToObj(SmallModel::caption).toList());
          List<LibraryHit> hits = library.search(query);
          try (VideoLibrary other = VideoLibrary.read(folder.resolve("library"), model)) {
            List<LibraryHit> found = other.search(query);
            assertEquals(ids(hits), ids(found));
            assertEquals(
                hits.stream().map(LibraryHit::confidence).toList(),
                found.stream().map(LibraryHit::confidence).toList());
          }
        });
  }

  @Test
  void librariesOfAnotherModelAreRefused() throws IOException {
    withVideos(
        VideoWeights.UNIFORM,
        (library, model) -> {
          try (MmtModel other = SmallModel.build(folder, Architecture.PUBLISHED, 2)) {
            DataFileException refused =
                assertThrows(
                    DataFileException.class,
                    () -> VideoLibrary.read(folder.resolve("library"), other));
            assertTrue(
                refused.getMessage().contains(model.fingerprint().substring(0, 12)),
                refused.getMessage());
            assertTrue(
                refused.getMessage().contains(other.fingerprint().substring(0, 12)),
                refused.getMessage());
          }
        });
  }

  @Test
  void rejectsQueriesThatCannotBeAnswered() throws IOException {
    assertEquals(
        "query: found nothing that is added, expected at least one caption or entry",
        assertThrows(
                IllegalArgumentException.class, () -> VideoQuery.builder().without("rain").build())
            .getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> VideoQuery.builder().caption("a").count(0).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> VideoQuery.builder().caption("a").minimumConfidence(Double.NaN).build());
    withVideos(
        VideoWeights.UNIFORM,
        (library, model) -> {
          assertEquals(
              "entry of the query: found no entry nobody in the library, expected one",
              assertThrows(
                      IllegalArgumentException.class,
                      () -> library.search(VideoQuery.like("nobody")))
                  .getMessage());
          assertEquals(
              "expert: found ocr, expected one of [audio, look]",
              assertThrows(
                      IllegalArgumentException.class,
                      () ->
                          library.search(VideoQuery.builder().caption("dog").expert("ocr").build()))
                  .getMessage());
          assertThrows(
              IllegalArgumentException.class, () -> library.search(VideoQuery.caption(" ")));
        });
  }

  @Test
  void emptyLibrariesHaveNoHits() throws IOException {
    withLibrary(
        VideoWeights.UNIFORM,
        (library, model) -> {
          assertEquals(List.of(), library.search(VideoQuery.caption("dog")));
          assertEquals(
              "library to calibrate: found no committed entry, expected some",
              assertThrows(
                      IllegalStateException.class,
                      () -> library.calibrate(IntStream.range(0, 20).mapToObj(i -> "dog").toList()))
                  .getMessage());
        });
  }

  private static List<String> ranked(
      MmtModel model, ToDoubleFunction<VideoEmbedding> similarity, int count) {
    return model.embedVideos(VIDEOS).stream()
        .sorted(Comparator.comparingDouble(similarity).reversed())
        .limit(count)
        .map(VideoEmbedding::id)
        .toList();
  }

  private static List<String> ids(List<LibraryHit> hits) {
    return hits.stream().map(LibraryHit::id).toList();
  }
}
