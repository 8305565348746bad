package org.mmt4j.extract.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractors;
import org.mmt4j.extract.SubtitleCue;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;
import org.mmt4j.extract.voice.TinySilero;

/** What Sphinx makes of real voices is in {@link RealSpeechTest}. */
class RecognizedSpeechTest {

  @TempDir static Path folder;

  private static FeatureExtractor expert;

  @BeforeAll
  static void open() throws IOException {
    TinySilero.write(folder);
    expert = new RecognizedSpeech().open(Optional.of(folder));
  }

  @AfterAll
  static void close() {
    expert.close();
  }

  @Test
  void subtitlesArePreferredToSound() throws IOException {
    TestClip clip =
        TestClip.of(folder.resolve("clip.mkv"))
            .sound("pcm_s16le", 16000, 1, (second, channel) -> 0.9)
            .subtitles(new SubtitleCue(0, 1, "hello"));
    ExpertFeatures features = extract(clip).orElseThrow();
    assertEquals(1, features.count());
    assertEquals(0.5, features.time(0));
  }

  @Test
  void silentVideoHasNoFeatures() throws IOException {
    assertEquals(
        Optional.empty(),
        extract(
            TestClip.of(folder.resolve("clip.mkv"))
                .sound("pcm_s16le", 16000, 1, (second, channel) -> 0)));
  }

  /** The test network takes the constant for voice, in which Sphinx finds no word. */
  @Test
  void soundWithoutWordsHasNoFeatures() throws IOException {
    assertEquals(
        Optional.empty(),
        extract(
            TestClip.of(folder.resolve("clip.mkv"))
                .sound("pcm_s16le", 16000, 1, (second, channel) -> 0.9)));
  }

  @Test
  void isPreferredToSubtitlesAloneWhereTheNetworkIs() throws IOException {
    assertEquals(
        RecognizedSpeech.class,
        FeatureExtractors.find(Optional.of(folder)).available().get("speech").getClass());
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertEquals(
        Optional.of(
            "found no " + empty.resolve("silero_vad.onnx") + ", expected a network in ONNX format"),
        new RecognizedSpeech().unavailableReason(Optional.of(empty)));
    assertEquals(
        SubtitledSpeech.class,
        FeatureExtractors.find(Optional.of(empty)).available().get("speech").getClass());
  }

  private Optional<ExpertFeatures> extract(TestClip clip) throws IOException {
    return expert.extract(FfmpegVideo.open("clip", clip.write()));
  }
}
