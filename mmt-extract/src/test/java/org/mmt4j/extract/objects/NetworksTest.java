package org.mmt4j.extract.objects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Streams;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;
import org.mmt4j.extract.onnx.OnnxArray;
import org.mmt4j.extract.onnx.OnnxModel;
import org.mmt4j.extract.tfjs.TfjsConverter;
import org.mmt4j.extract.tfjs.TfjsOutput;
import org.mmt4j.extract.words.SentenceVectors;
import org.mmt4j.extract.zeroshot.ZeroShot;

/** Real networks, which {@code fetch-networks.sh} fetches, and real pictures. */
@Tag("networks")
class NetworksTest {

  private static final Path MODELS = Path.of("target/networks/models");
  private static final Path PHOTOS = Path.of("target/networks/photos");
  private static final Path PICTURES = Path.of("/usr/share/doc/opencv-doc/examples/data");

  /** What the pictures show, of COCO's classes, as a person sees it. */
  private static final ImmutableMap<Path, List<String>> CONTENT =
      ImmutableMap.<Path, List<String>>builder()
          .put(PICTURES.resolve("messi5.jpg"), List.of("person", "sports ball"))
          .put(PICTURES.resolve("basketball1.png"), List.of("person", "sports ball"))
          .put(PICTURES.resolve("fruits.jpg"), List.of("orange"))
          .put(PICTURES.resolve("apple.jpg"), List.of("apple"))
          .put(PICTURES.resolve("orange.jpg"), List.of("orange"))
          .put(PICTURES.resolve("left.jpg"), List.of("book"))
          .put(PICTURES.resolve("licenseplate_motion.jpg"), List.of("car"))
          .put(PHOTOS.resolve("sample1.jpg"), List.of("person", "wine glass"))
          .put(PHOTOS.resolve("sample2.jpg"), List.of("person", "couch"))
          .put(PHOTOS.resolve("sample3.jpg"), List.of("person", "couch"))
          .put(PHOTOS.resolve("sample4.jpg"), List.of("person"))
          .put(PHOTOS.resolve("sample5.jpg"), List.of("person"))
          .put(PHOTOS.resolve("sample6.jpg"), List.of("person"))
          .buildOrThrow();

  /** Objects that the network misses: most of those that are large or partly hidden. */
  private static final int MAX_MISSED = 7;

  @TempDir Path folder;

  /** TensorFlow.js computes with WebAssembly, see networks.mjs. */
  @ParameterizedTest
  @CsvSource({
    "centernet, 127.5, 127.5",
    "nanodet, 2, 0",
    "blazeface, 1, 0",
    "faceres, 127.5, 127.5",
    "movenet-lightning, 127.5, 127.5"
  })
  void convertedNetworksComputeWhatTensorFlowJsDoes(String name, double amplitude, double offset)
      throws IOException {
    JsonNode expected = expected().get(name);
    List<TfjsOutput> outputs =
        Streams.stream(expected.fieldNames())
            .map(output -> TfjsOutput.of(output + "!", output))
            .toList();
    Path file = MODELS.resolve(name + ".json");
    byte[] converted = new TfjsConverter(outputs, false).convert(file);
    try (OnnxModel network = OnnxModel.open(file, converted)) {
      String input = network.inputs().keySet().iterator().next();
      List<Long> shape = network.inputs().get(input).stream().map(n -> Math.max(1, n)).toList();
      OnnxArray wave = wave(shape, amplitude, offset, name.startsWith("movenet"));
      Map<String, OnnxArray> found = network.run(Map.of(input, wave), network.outputs());
      for (TfjsOutput output : outputs) {
        assertOutput(expected.get(output.tensor()), found.get(output.name()), output.tensor());
      }
    }
  }

  private static OnnxArray wave(
      List<Long> shape, double amplitude, double offset, boolean isRounded) {
    float[] values = new float[(int) shape.stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      double value = offset + amplitude * Math.sin(0.37 * i) * Math.cos(1e-4 * i);
      values[i] = (float) (isRounded ? Math.round(value) : value);
    }
    return new OnnxArray(values, shape);
  }

  /** Differences of float32 grow through some 50 layers; the outputs are of very different size. */
  private static void assertOutput(JsonNode expected, OnnxArray found, String name) {
    int step = Math.max(1, found.values().length / 16);
    double sum = 0;
    for (float value : found.values()) {
      sum += Math.abs(value);
    }
    double scale = expected.get("sum").asDouble() / found.values().length;
    assertEquals(expected.get("sum").asDouble(), sum, 2e-3 * sum, name);
    for (int i = 0; i < expected.get("values").size(); i++) {
      double value = expected.get("values").get(i).asDouble();
      assertEquals(value, found.values()[i * step], 2e-3 * (scale + Math.abs(value)), name);
    }
  }

  @Test
  void objectsInRealPicturesAreFound() throws IOException {
    float[][] vectors = SentenceVectors.of(CocoClasses.NAMES);
    List<String> missed = new ArrayList<>();
    int total = 0;
    try (FeatureExtractor objects = new DetectedObjects().open(Optional.of(MODELS))) {
      for (Map.Entry<Path, List<String>> picture : CONTENT.entrySet()) {
        Optional<ExpertFeatures> features = extract(objects, picture.getKey());
        for (String object : picture.getValue()) {
          total++;
          if (features.isEmpty() || !words(features.get(), vectors).contains(object)) {
            missed.add(picture.getKey().getFileName() + ": " + object);
          }
        }
      }
    }
    assertTrue(missed.size() <= MAX_MISSED, "missed of " + total + ": " + missed);
  }

  /** Captions that a person wrote of pictures that differ in what COCO's classes can say. */
  private static final ImmutableMap<String, String> CAPTIONS =
      ImmutableMap.<String, String>builder()
          .put("messi5.jpg", "a football player kicks a ball")
          .put("fruits.jpg", "slices of orange, lemon and kiwi")
          .put("licenseplate_motion.jpg", "the back of a moving car")
          .put("left.jpg", "two books stand on a table")
          .put("HappyFish.jpg", "an orange fish swims in the sea")
          .put("home.jpg", "an old street of brick houses")
          .put("building.jpg", "a white office building")
          .buildOrThrow();

  private static final int MIN_FIRST = 4;

  @Test
  void captionsFindPicturesBeforeTraining() throws IOException {
    List<VideoFeatures> pictures = new ArrayList<>();
    try (FeatureExtractor objects = new DetectedObjects().open(Optional.of(MODELS))) {
      for (String name : CAPTIONS.keySet()) {
        Map<String, ExpertFeatures> features = new TreeMap<>();
        extract(objects, PICTURES.resolve(name)).ifPresent(f -> features.put("objects", f));
        pictures.add(VideoFeatures.of(name, features));
      }
    }
    List<String> first = new ArrayList<>();
    for (Map.Entry<String, String> caption : CAPTIONS.entrySet()) {
      ZeroShot similarity = ZeroShot.of(caption.getValue(), Optional.empty());
      VideoFeatures best =
          Collections.max(pictures, Comparator.comparingDouble(similarity::similarity));
      if (best.id().equals(caption.getKey())) {
        first.add(best.id());
      }
    }
    assertTrue(first.size() >= MIN_FIRST, "first of " + CAPTIONS.size() + ": " + first);
  }

  /** Returns the classes whose vectors are nearest to a feature. */
  private static List<String> words(ExpertFeatures features, float[][] vectors) {
    float[] feature = features.feature(0);
    return IntStream.range(0, vectors.length)
        .boxed()
        .sorted(Comparator.comparingDouble(k -> -dot(feature, vectors[k])))
        .limit(3)
        .map(CocoClasses.NAMES::get)
        .toList();
  }

  private static double dot(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  private Optional<ExpertFeatures> extract(FeatureExtractor expert, Path picture)
      throws IOException {
    BufferedImage image = ImageIO.read(picture.toFile());
    int width = image.getWidth() / 2 * 2;
    int height = image.getHeight() / 2 * 2;
    Path clip =
        TestClip.of(folder.resolve(picture.getFileName() + ".mkv"))
            .lossless()
            .size(width, height)
            .frames(1, 1)
            .painted((index, x, y) -> image.getRGB(x, y) & 0xffffff)
            .write();
    return expert.extract(FfmpegVideo.open("picture", clip));
  }

  private static JsonNode expected() throws IOException {
    try (InputStream json =
        NetworksTest.class.getResourceAsStream("/extract/tfjs/networks.expected.json")) {
      return new ObjectMapper().readTree(json);
    }
  }
}
