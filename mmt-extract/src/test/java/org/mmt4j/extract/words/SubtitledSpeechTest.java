package org.mmt4j.extract.words;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractors;
import org.mmt4j.extract.SubtitleCue;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;

class SubtitledSpeechTest {

  private static final float[] HELLO = {1, 2};
  private static final float[] WORLD = {3, 6};

  @TempDir Path folder;

  /** Writes a word2vec file of two words, 2 values each. */
  @BeforeEach
  void wordVectors() throws IOException {
    ByteBuffer file = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
    file.put("2 2\n".getBytes(StandardCharsets.UTF_8));
    file.put("hello ".getBytes(StandardCharsets.UTF_8)).putFloat(1).putFloat(2);
    file.put("World ".getBytes(StandardCharsets.UTF_8)).putFloat(3).putFloat(6);
    byte[] bytes = new byte[file.position()];
    file.flip().get(bytes);
    Files.write(folder.resolve("words.bin"), bytes);
  }

  @Test
  void featureIsVectorOfWordAtItsTimeInCue() throws IOException {
    ExpertFeatures features =
        extract(
                new SubtitleCue(0, 1.5, "Hello, hello World!"),
                new SubtitleCue(1.5, 2, "... unknown"),
                new SubtitleCue(2, 3, "World"))
            .orElseThrow();
    assertFeatures(features, new double[] {0.25, 0.75, 1.25, 2.5}, HELLO, HELLO, WORLD, WORLD);
  }

  @Test
  void longWordsTakeMoreTimeThanShortOnes() throws IOException {
    assertFeatures(
        extract(new SubtitleCue(0, 2, "Hello no hello")).orElseThrow(),
        new double[] {2.5 / 6, 9.5 / 6},
        HELLO,
        HELLO);
  }

  @Test
  void cueThatStaysIsSpokenAtItsStart() throws IOException {
    assertFeatures(
        extract(new SubtitleCue(0, 4, "hello")).orElseThrow(), new double[] {1.25}, HELLO);
  }

  @Test
  void wordsOfOverlappingCuesAreInOrderOfTime() throws IOException {
    assertFeatures(
        extract(new SubtitleCue(0, 2, "hello hello"), new SubtitleCue(0.8, 1.2, "World"))
            .orElseThrow(),
        new double[] {0.5, 1, 1.5},
        HELLO,
        WORLD,
        HELLO);
  }

  @Test
  void soundsAreNoSpeech() throws IOException {
    assertFeatures(
        extract(new SubtitleCue(0, 1, "[hello plays] World (hello)\n(hello)\n♪")).orElseThrow(),
        new double[] {0.25, 0.75},
        WORLD,
        HELLO);
  }

  private static void assertFeatures(ExpertFeatures features, double[] times, float[]... vectors) {
    assertEquals(vectors.length, features.count());
    for (int i = 0; i < vectors.length; i++) {
      assertArrayEquals(vectors[i], features.feature(i));
      assertEquals(times[i], features.time(i), 1e-9);
    }
  }

  @Test
  void videoWithoutSubtitlesHasNoFeatures() throws IOException {
    assertEquals(Optional.empty(), extract());
  }

  @Test
  void usesMiniLmWithoutWord2vec() throws IOException {
    try (FeatureExtractor expert = new SubtitledSpeech().open(Optional.empty())) {
      assertEquals(384, expert.dimension());
    }
  }

  @Test
  void isFoundByServiceLoader() {
    assertTrue(FeatureExtractors.find(Optional.empty()).available().containsKey("speech"));
  }

  private Optional<ExpertFeatures> extract(SubtitleCue... cues) throws IOException {
    Path clip = TestClip.of(folder.resolve("clip.mkv")).frames(100, 25).subtitles(cues).write();
    try (FeatureExtractor expert = new SubtitledSpeech().open(Optional.of(folder))) {
      assertEquals(2, expert.dimension());
      return expert.extract(FfmpegVideo.open("clip", clip));
    }
  }
}
