package org.mmt4j.extract.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;
import org.mmt4j.extract.onnx.TinyNetwork;

/** The bands of the test network are the mean of a block, and its embedding that of the bands. */
class SpeechEmbeddingTest {

  @TempDir Path folder;

  @BeforeEach
  void networks() throws IOException {
    new TinyNetwork()
        .reads("input", DataType.FLOAT, -1, -1)
        .mean("mean", "input", 0, 1)
        .floats("ones", List.of(1L, 1L, 8L, 32L), Collections.nCopies(8 * 32, 1f))
        .node("Mul", "output", "ones", "mean")
        .writes("output", DataType.FLOAT, 1, 1, 8, 32)
        .write(folder.resolve("melspectrogram.onnx"));
    new TinyNetwork()
        .reads("input_1", DataType.FLOAT, -1, 76, 32, 1)
        .mean("windows", "input_1", 2, 3)
        .floats("weights", List.of(76L, 96L), Collections.nCopies(76 * 96, 1 / 76f))
        .node("MatMul", "embedding", "windows", "weights")
        .writes("embedding", DataType.FLOAT, -1, 96)
        .write(folder.resolve("embedding_model.onnx"));
  }

  /** Of a constant c, every window is 32767 c / 10 + 2, except in the first block. */
  @Test
  void featureIsTheMeanOfASecond() throws IOException {
    ExpertFeatures features = extract(3, 0.5).orElseThrow();
    assertEquals(96, features.dimension());
    assertEquals(3, features.count());
    for (int second = 0; second < 3; second++) {
      assertEquals(second + 0.5, features.time(second));
    }
    assertEquals(32767 * 0.5 / 10 + 2, features.feature(1)[7], 1);
  }

  @Test
  void shortAudioHasNoFeatures() throws IOException {
    assertEquals(Optional.empty(), extract(0.79, 0.5));
    assertEquals(1, extract(0.81, 0.5).orElseThrow().count());
  }

  @Test
  void videoWithoutAudioHasNoFeatures() throws IOException {
    try (FeatureExtractor expert = new SpeechEmbedding().open(Optional.of(folder))) {
      Path clip = TestClip.of(folder.resolve("clip.mkv")).write();
      assertEquals(Optional.empty(), expert.extract(FfmpegVideo.open("clip", clip)));
    }
  }

  private Optional<ExpertFeatures> extract(double seconds, double value) throws IOException {
    Path clip =
        TestClip.of(folder.resolve("clip.mkv"))
            .sound("pcm_s16le", 16000, 1, (second, channel) -> value)
            .soundFor(0, seconds)
            .write();
    try (FeatureExtractor expert = new SpeechEmbedding().open(Optional.of(folder))) {
      return expert.extract(FfmpegVideo.open("clip", clip));
    }
  }
}
