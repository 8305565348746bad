package org.mmt4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.similarity.VectorPrecision;

class VideoIndexTest {

  private final List<VideoFeatures> videos = SmallModel.videos(20, 3);

  private MmtModel model;

  @BeforeEach
  void build() {
    model = SmallModel.build();
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void ranksVideosBySimilarity() {
    float[][] similarities = model.similarities(videos, SmallModel.CAPTIONS).toArray();
    try (VideoIndex index = VideoIndex.of(model, videos)) {
      assertEquals(20, index.size());
      for (int c = 0; c < SmallModel.CAPTIONS.size(); c++) {
        float[] row = similarities[c];
        List<String> expected =
            IntStream.range(0, row.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer v) -> row[v]).reversed())
                .map(v -> videos.get(v).id())
                .toList();
        List<Hit> hits = index.search(SmallModel.CAPTIONS.get(c), 7);
        assertEquals(expected.subList(0, 7), hits.stream().map(Hit::id).toList());
        // float32 sums of 24 products of values below 1
        assertEquals(row[videos.indexOf(video(hits.get(0)))], hits.get(0).similarity(), 1e-6);
      }
    }
  }

  @Test
  void tiesKeepIndexOrder() {
    VideoEmbedding video = model.embed(videos.get(0));
    List<VideoEmbedding> same =
        IntStream.range(0, 100)
            .mapToObj(i -> new VideoEmbedding("copy" + i, video.vector(), video.weights()))
            .toList();
    try (VideoIndex index = VideoIndex.ofEmbeddings(model, same)) {
      assertEquals(
          IntStream.range(0, 30).mapToObj(i -> "copy" + i).toList(),
          index.search("a song", 30).stream().map(Hit::id).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 21, Integer.MAX_VALUE})
  void largeCountReturnsAllVideos(int count) {
    try (VideoIndex index = VideoIndex.of(model, videos)) {
      assertEquals(20, index.search("a song", count).size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void rejectsCountBelowOne(int count) {
    try (VideoIndex index = VideoIndex.of(model, videos)) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> index.search("a song", count));
      assertEquals("number of hits: found " + count + ", expected at least 1", e.getMessage());
    }
  }

  @Test
  void rejectsEmbeddingsOfAWrongLength() {
    VideoEmbedding video = new VideoEmbedding("clip", new float[3], new float[0]);
    CaptionEmbedding caption = new CaptionEmbedding("a song", new float[3], new float[0]);
    assertEquals(
        "embedding of video clip: found 3 values, expected 24",
        assertThrows(
                IllegalArgumentException.class,
                () -> VideoIndex.ofEmbeddings(model, List.of(video)))
            .getMessage());
    try (VideoIndex index = VideoIndex.of(model, videos)) {
      assertEquals(
          "embedding of a caption: found 3 values, expected 24",
          assertThrows(IllegalArgumentException.class, () -> index.search(caption, 1))
              .getMessage());
    }
  }

  @Test
  void int8IndexIsAccurateWithAQuarterOfTheMemory() {
    List<VideoEmbedding> embedded = model.embedVideos(videos);
    try (VideoIndex floats = VideoIndex.ofEmbeddings(model, embedded);
        VideoIndex bytes =
            VideoIndex.ofEmbeddings(model, embedded.stream(), VectorPrecision.INT8)) {
      assertEquals(floats.bytes(), 4 * bytes.bytes());
      for (String caption : SmallModel.CAPTIONS) {
        Map<String, Double> expected =
            floats.search(caption, 20).stream().collect(Collectors.toMap(Hit::id, Hit::similarity));
        // unit vectors per expert: error 1/254 of at most 1, times their sum
        bytes
            .search(caption, 20)
            .forEach(hit -> assertEquals(expected.get(hit.id()), hit.similarity(), 0.01));
      }
    }
  }

  @Test
  void rejectsAnEmptyIndex() {
    assertEquals(
        "videos of the index: found none, expected at least one",
        assertThrows(IllegalArgumentException.class, () -> VideoIndex.of(model, List.of()))
            .getMessage());
  }

  @Test
  void closedIndexThrows() {
    VideoIndex index = VideoIndex.of(model, videos);
    index.close();
    index.close();
    assertEquals(
        "video index: used after close",
        assertThrows(IllegalStateException.class, () -> index.search("a song", 1)).getMessage());
  }

  private VideoFeatures video(Hit hit) {
    return videos.stream().filter(v -> v.id().equals(hit.id())).findFirst().orElseThrow();
  }
}
