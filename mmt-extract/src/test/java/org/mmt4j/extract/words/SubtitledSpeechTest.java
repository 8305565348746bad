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
  void featureIsMeanOfKnownWordsAtMiddleOfCue() throws IOException {
    ExpertFeatures features =
        extract(
                new SubtitleCue(0, 1, "Hello, big World!"),
                new SubtitleCue(1, 2, "... unknown"),
                new SubtitleCue(2, 3, "World"))
            .orElseThrow();
    assertEquals(2, features.count());
    assertArrayEquals(new float[] {2, 4}, features.feature(0));
    assertArrayEquals(new float[] {3, 6}, features.feature(1));
    assertEquals(0.5, features.time(0), 1e-9);
    assertEquals(2.5, features.time(1), 1e-9);
  }

  @Test
  void timesDoNotDecreaseForOverlappingCues() throws IOException {
    ExpertFeatures features =
        extract(new SubtitleCue(0, 4, "hello"), new SubtitleCue(1, 2, "World")).orElseThrow();
    assertEquals(2, features.time(0), 1e-9);
    assertEquals(2, features.time(1), 1e-9);
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
