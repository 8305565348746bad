package org.mmt4j.extract.words;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.FeatureExtractors;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;
import org.mmt4j.extract.words.Tones.Tone;

class TranscribedSpeechTest {

  private static final int SECONDS = 4;

  private static final List<Tone> LOW_HIGH_LOW =
      List.of(new Tone("low", 0.5, 1), new Tone("high", 1.5, 2), new Tone("low", 3.25, 3.75));

  private static final List<Tone> HIGH_LOW =
      List.of(new Tone("high", 0.25, 1), new Tone("low", 2.5, 3));

  @TempDir Path folder;

  @BeforeEach
  void writeModels() throws IOException {
    TinyVoskModel.write(folder.resolve("vosk"));
    wordVectors("low", "high");
    assertEquals(Optional.empty(), new TranscribedSpeech().unavailableReason(models()));
  }

  @Test
  void featuresAreWordVectorsAtMiddleOfWords() throws IOException {
    ExpertFeatures features = extract(clip("clip.mkv", LOW_HIGH_LOW)).orElseThrow();
    assertFeatures(features, new String[] {"low", "high", "low"}, 0.75, 1.75, 3.5);
  }

  @Test
  void skipsWordWithoutVector() throws IOException {
    wordVectors("high");
    ExpertFeatures features = extract(clip("clip.mkv", LOW_HIGH_LOW)).orElseThrow();
    assertFeatures(features, new String[] {"high"}, 1.75);
  }

  @Test
  void videoWithoutKnownWordsHasNoFeatures() throws IOException {
    wordVectors("other");
    assertEquals(Optional.empty(), extract(clip("clip.mkv", LOW_HIGH_LOW)));
  }

  @Test
  void videoWithoutAudioHasNoFeatures() throws IOException {
    assertEquals(Optional.empty(), extract(TestClip.of(folder.resolve("clip.mkv")).write()));
  }

  @Test
  void silentVideoHasNoFeatures() throws IOException {
    assertEquals(Optional.empty(), extract(clip("clip.mkv", List.of())));
  }

  @Test
  void extractionIsReproducible() throws IOException {
    Path clip = clip("clip.mkv", LOW_HIGH_LOW);
    try (FeatureExtractor expert = new TranscribedSpeech().open(models())) {
      assertSameFeatures(extract(expert, clip), extract(expert, clip));
      assertSameFeatures(extract(expert, clip), extract(clip));
    }
  }

  @Test
  void parallelExtractionMatchesSingleThread() throws Exception {
    List<Path> clips = List.of(clip("one.mkv", LOW_HIGH_LOW), clip("two.mkv", HIGH_LOW));
    CyclicBarrier start = new CyclicBarrier(clips.size());
    ExecutorService threads = Executors.newFixedThreadPool(clips.size());
    try {
      List<Future<List<Optional<ExpertFeatures>>>> parallel = new ArrayList<>();
      for (Path clip : clips) {
        parallel.add(
            threads.submit(
                () -> {
                  List<Optional<ExpertFeatures>> features = new ArrayList<>();
                  for (int i = 0; i < 10; i++) {
                    start.await();
                    features.add(extract(clip));
                  }
                  return features;
                }));
      }
      for (int i = 0; i < clips.size(); i++) {
        Optional<ExpertFeatures> expected = extract(clips.get(i));
        for (Optional<ExpertFeatures> features : parallel.get(i).get()) {
          assertSameFeatures(expected, features);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void dimensionIsThatOfWordVectors() throws IOException {
    try (FeatureExtractor expert = new TranscribedSpeech().open(models())) {
      assertEquals(2, expert.dimension());
    }
    Files.delete(folder.resolve("words.bin"));
    try (FeatureExtractor expert = new TranscribedSpeech().open(models())) {
      assertEquals(384, expert.dimension());
    }
  }

  @Test
  void voskFolderSelectsTranscribedSpeech() {
    assertInstanceOf(TranscribedSpeech.class, speech(models()));
    assertInstanceOf(SubtitledSpeech.class, speech(Optional.of(folder.resolve("vosk"))));
    assertInstanceOf(SubtitledSpeech.class, speech(Optional.empty()));
  }

  @Test
  void isUnavailableWithoutVoskFolder() {
    String reason =
        "Vosk: found no folder vosk in the model folder, expected one with a Vosk model";
    assertEquals(Optional.of(reason), new TranscribedSpeech().unavailableReason(Optional.empty()));
    Exception e =
        assertThrows(IOException.class, () -> new TranscribedSpeech().open(Optional.empty()));
    assertEquals(reason, e.getMessage());
  }

  @Test
  void rejectsInvalidModel() throws IOException {
    Files.writeString(folder.resolve("vosk/conf/model.conf"), "");
    assertThrows(IOException.class, () -> new TranscribedSpeech().open(models()));
  }

  private static FeatureExtractorProvider speech(Optional<Path> models) {
    return FeatureExtractors.find(models).available().get("speech");
  }

  /** Asserts that the features are those of these words, at these seconds. */
  private static void assertFeatures(ExpertFeatures features, String[] words, double... middles) {
    assertEquals(words.length, features.count());
    for (int i = 0; i < words.length; i++) {
      assertArrayEquals(vector(words[i]), features.feature(i));
      assertEquals(middles[i], features.time(i), TinyVoskModel.TOLERANCE);
    }
  }

  private static void assertSameFeatures(
      Optional<ExpertFeatures> expected, Optional<ExpertFeatures> actual) {
    assertEquals(expected.orElseThrow().count(), actual.orElseThrow().count());
    for (int i = 0; i < expected.get().count(); i++) {
      assertArrayEquals(expected.get().feature(i), actual.get().feature(i));
      assertEquals(expected.get().time(i), actual.get().time(i));
    }
  }

  /** Writes a clip with two audio channels, and a sample rate different from that of the model. */
  private Path clip(String name, List<Tone> tones) {
    return TestClip.of(folder.resolve(name))
        .sound("pcm_s16le", 44100, 2, (second, channel) -> Tones.at(second, tones))
        .soundFor(0, SECONDS)
        .write();
  }

  private Optional<Path> models() {
    return Optional.of(folder);
  }

  private Optional<ExpertFeatures> extract(Path clip) throws IOException {
    try (FeatureExtractor expert = new TranscribedSpeech().open(models())) {
      return extract(expert, clip);
    }
  }

  private static Optional<ExpertFeatures> extract(FeatureExtractor expert, Path clip)
      throws IOException {
    return expert.extract(FfmpegVideo.open("clip", clip));
  }

  /** Writes a word2vec file with only these words. */
  private void wordVectors(String... words) throws IOException {
    ByteBuffer file = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
    file.put((words.length + " 2\n").getBytes(StandardCharsets.UTF_8));
    for (String word : words) {
      file.put((word + " ").getBytes(StandardCharsets.UTF_8));
      for (float value : vector(word)) {
        file.putFloat(value);
      }
    }
    byte[] bytes = new byte[file.position()];
    file.flip().get(bytes);
    Files.write(folder.resolve("words.bin"), bytes);
  }

  private static float[] vector(String word) {
    return new float[] {word.length(), word.charAt(0)};
  }
}
