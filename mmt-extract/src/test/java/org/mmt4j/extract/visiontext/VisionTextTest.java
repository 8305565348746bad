package org.mmt4j.extract.visiontext;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.MmtModel;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractors;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;
import org.mmt4j.extract.zeroshot.ZeroShot;
import org.mmt4j.io.DataFileException;

class VisionTextTest {

  private static final List<Integer> RGB = List.of(0xff0000, 0x00ff00, 0x0000ff);

  @TempDir Path folder;

  @BeforeEach
  void towers() throws IOException {
    TinyTowers.write(folder);
  }

  @Test
  void framesAndCaptionsHaveLengthOneInOneSpace() throws IOException {
    try (VisionTextCaptions captions = VisionTextCaptions.open(folder)) {
      assertEquals(3, captions.dimension());
      for (int colour = 0; colour < RGB.size(); colour++) {
        ExpertFeatures frames = video(colour).expert("clip").orElseThrow();
        assertEquals(2, frames.count());
        assertEquals(1, frames.time(1));
        float[] unit = new float[3];
        unit[colour] = 1;
        assertArrayEquals(unit, frames.feature(0), 1e-6f);
        float[] caption = captions.vector(TinyTowers.COLOURS.get(colour));
        assertTrue(caption[colour] > 0.99);
      }
    }
  }

  @Test
  void captionsFindVideosWithoutTraining() throws IOException {
    for (int colour = 0; colour < RGB.size(); colour++) {
      ZeroShot caption = ZeroShot.of(TinyTowers.COLOURS.get(colour), Optional.of(folder));
      double right = caption.similarity(video(colour));
      assertTrue(right > caption.similarity(video((colour + 1) % 3)));
    }
  }

  @Test
  void newModelRanksAsTheTowersDoAlsoWhenReloaded() throws IOException {
    List<VideoFeatures> videos = new ArrayList<>();
    for (int colour = 0; colour < RGB.size(); colour++) {
      videos.add(video(colour));
    }
    Path saved = folder.resolve("model");
    try (MmtModel model =
        MmtModel.builder()
            .experts(Expert.of("clip", 3))
            .hiddenSize(8)
            .layers(1)
            .heads(2)
            .feedForward(8)
            .captions(VisionTextCaptions.open(folder))
            .alignedExpert("clip")
            .build()) {
      double[][] expected = new double[3][3];
      for (int i = 0; i < 3; i++) {
        float[] caption = model.encodeCaptions(TinyTowers.COLOURS).get(i);
        for (int j = 0; j < 3; j++) {
          expected[i][j] = caption[j]; // the videos are the axes
        }
      }
      assertSimilarities(expected, model, videos);
      model.save(saved);
      try (MmtModel loaded = MmtModel.load(saved)) {
        assertSimilarities(expected, loaded, videos);
      }
    }
  }

  private static void assertSimilarities(
      double[][] expected, MmtModel model, List<VideoFeatures> videos) {
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < videos.size(); j++) {
        double found = model.similarity(videos.get(j), TinyTowers.COLOURS.get(i));
        assertEquals(expected[i][j], found, 1e-6); // float32
      }
    }
  }

  @Test
  void longCaptionsAreTruncated() throws IOException {
    try (VisionTextCaptions captions = VisionTextCaptions.open(folder)) {
      int[] tokens = captions.tokenize("red ".repeat(100_000));
      assertEquals(77, tokens.length);
      assertEquals(captions.tokenize("a")[2], tokens[76]);
    }
  }

  @Test
  void missingFilesMakeTheExpertUnavailable() throws IOException {
    assertEquals(
        VisionTextFrames.class,
        FeatureExtractors.find(Optional.of(folder)).available().get("clip").getClass());
    Path file = folder.resolve("clip/preprocessor_config.json");
    Files.delete(file);
    assertEquals(
        Optional.of("found no " + file + ", expected the preprocessing of images"),
        new VisionTextFrames().unavailableReason(Optional.of(folder)));
    Files.delete(folder.resolve("clip/tokenizer.json"));
    assertEquals(
        Optional.of(
            "found no " + folder.resolve("clip/tokenizer.json") + ", expected a text tower"),
        VisionTextCaptions.unavailableReason(Optional.of(folder)));
  }

  @Test
  void rejectsPreprocessingThatItDoesNotKnow() throws IOException {
    Path file = folder.resolve("clip/preprocessor_config.json");
    for (Map.Entry<String, String> wrong :
        Map.of(
                "{\"size\": 8, \"crop_size\": 8, \"resample\": 1}",
                "resample: found 1, expected 2 or 3",
                "{\"size\": {\"shortest_edge\": 99999}, \"crop_size\": 8}",
                "shortest_edge: found 99999, expected 1 to 4096",
                "{\"size\": 4, \"crop_size\": 8, \"image_mean\": [1, \"x\"]}",
                "image_mean: found [1,\"x\"], expected 3 numbers")
            .entrySet()) {
      Files.writeString(file, wrong.getKey());
      Exception e =
          assertThrows(
              DataFileException.class, () -> new VisionTextFrames().open(Optional.of(folder)));
      assertEquals(file + ": " + wrong.getValue(), e.getMessage());
    }
  }

  @Test
  void rejectsATokenizerOfAnotherKind() throws IOException {
    Path file = folder.resolve("clip/tokenizer.json");
    Files.writeString(file, "{\"model\": {\"vocab\": [[\"a\", -1.5]]}}");
    Exception e = assertThrows(DataFileException.class, () -> VisionTextCaptions.open(folder));
    assertEquals(
        file + ": found no token <|startoftext|>, expected a byte-pair encoding as of CLIP",
        e.getMessage());
  }

  private VideoFeatures video(int colour) throws IOException {
    Path clip =
        TestClip.of(folder.resolve("clip.mkv"))
            .lossless()
            .frames(2, 1)
            .painted((index, x, y) -> RGB.get(colour))
            .write();
    try (FeatureExtractor expert = new VisionTextFrames().open(Optional.of(folder))) {
      return VideoFeatures.of(
          "clip" + colour,
          Map.of("clip", expert.extract(FfmpegVideo.open("clip", clip)).orElseThrow()));
    }
  }
}
