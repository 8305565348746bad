package org.mmt4j.extract.tfjs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmt4j.extract.onnx.OnnxArray;
import org.mmt4j.extract.onnx.OnnxModel;
import org.mmt4j.extract.tfjs.TfjsOutput.Pooling;
import org.mmt4j.fixtures.Damage;
import org.mmt4j.io.DataFileException;

/** Compares converted networks with what TensorFlow.js computes, see operations.mjs. */
class TfjsConverterTest {

  /** Both compute in float32, but add in another order. */
  private static final float TOLERANCE = 1e-4f;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void copyModel() throws IOException {
    model = folder.resolve("operations.json");
    Files.write(model, resource("operations.json"));
    Files.write(folder.resolve("operations.bin"), resource("operations.bin"));
  }

  static Stream<String> outputs() throws IOException {
    List<String> names = new ArrayList<>();
    expected().fieldNames().forEachRemaining(names::add);
    return names.stream();
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void computesWhatTensorFlowJsDoes(String name) throws IOException {
    JsonNode expected = expected().get(name);
    OnnxArray found = run(converter(TfjsOutput.of("y", name)).convert(model));
    assertEquals(longs(expected.get("shape")), found.shape());
    assertArrayEquals(floats(expected.get("values")), found.values(), TOLERANCE);
  }

  @Test
  void poolsMapsToOneValueForEachChannel() throws IOException {
    JsonNode mean = expected().get("mean_dropped");
    OnnxArray found = run(converter(new TfjsOutput("y", "x", Pooling.MEAN)).convert(model));
    assertEquals(longs(mean.get("shape")), found.shape());
    assertArrayEquals(floats(mean.get("values")), found.values(), TOLERANCE);
    OnnxArray largest = run(converter(new TfjsOutput("y", "x", Pooling.MAX)).convert(model));
    float[] input = input().values();
    float[] expected = {-9, -9};
    for (int i = 0; i < input.length; i++) {
      expected[i % 2] = Math.max(expected[i % 2], input[i]);
    }
    assertArrayEquals(expected, largest.values());
  }

  @Test
  void batchOfAnyLengthComputesEachElement() throws IOException {
    byte[] network =
        new TfjsConverter(List.of(TfjsOutput.of("y", "conv_same")), true).convert(model);
    float[] twice = new float[120];
    System.arraycopy(input().values(), 0, twice, 60, 60);
    OnnxArray found;
    try (OnnxModel opened = OnnxModel.open(model, network)) {
      found = opened.run(OnnxArray.of(twice, 2, 6, 5, 2));
    }
    float[] single = floats(expected().get("conv_same").get("values"));
    float[] second = new float[single.length];
    System.arraycopy(found.values(), single.length, second, 0, single.length);
    assertEquals(2L, found.shape().get(0));
    assertArrayEquals(single, second, TOLERANCE);
  }

  @Test
  void keepsTheResultUntilTheModelOrTheOutputsChange() throws IOException {
    TfjsConverter converter = converter(TfjsOutput.of("y", "reshape"));
    byte[] first = converter.convertOnce(model);
    Path kept = onlyFile(folder.resolve("converted"));
    assertArrayEquals(first, Files.readAllBytes(kept));
    Files.write(kept, new byte[] {1});
    assertArrayEquals(new byte[] {1}, converter.convertOnce(model)); // was not converted again
    converter(TfjsOutput.of("y", "squeeze")).convertOnce(model);
    byte[] weights = Files.readAllBytes(folder.resolve("operations.bin"));
    weights[0]++;
    Files.write(folder.resolve("operations.bin"), weights);
    converter.convertOnce(model);
    try (Stream<Path> files = Files.list(folder.resolve("converted"))) {
      assertEquals(3, files.count());
    }
  }

  @Test
  void convertsEachTimeIfTheResultCannotBeKept() throws IOException {
    Files.createFile(folder.resolve("converted"));
    TfjsConverter converter = converter(TfjsOutput.of("y", "reshape"));
    assertArrayEquals(converter.convert(model), converter.convertOnce(model));
  }

  @Test
  void valuesOf16BitsAreExact() {
    assertEquals(1.0, TfjsWeights.halfFloat((short) 0x3c00));
    assertEquals(-2.0, TfjsWeights.halfFloat((short) 0xc000));
    assertEquals(65504.0, TfjsWeights.halfFloat((short) 0x7bff));
    assertEquals(Math.scalb(1.0, -24), TfjsWeights.halfFloat((short) 1));
    assertEquals(0.333251953125, TfjsWeights.halfFloat((short) 0x3555));
    assertEquals(Double.NEGATIVE_INFINITY, TfjsWeights.halfFloat((short) 0xfc00));
    assertTrue(Double.isNaN(TfjsWeights.halfFloat((short) 0x7e00)));
  }

  @Test
  void rejectsMissingOutput() {
    assertProblem("found no node nowhere, expected one", "nowhere");
  }

  @Test
  void rejectsOtherOperations() throws IOException {
    replace("\"op\":\"Softmax\"", "\"op\":\"Bessel\"");
    assertProblem(
        "node Softmax (Bessel): found an operation that is not converted, expected one of",
        "Softmax");
  }

  @Test
  void rejectsGraphThatNeedsItsOwnOutput() throws IOException {
    replace("\"input\":[\"reshape\",\"last\"]", "\"input\":[\"expand\",\"last\"]");
    assertProblem("found a node that needs its own output, expected none", "expand");
  }

  @Test
  void rejectsWeightsOfAnotherModel() throws IOException {
    Path weights = folder.resolve("operations.bin");
    Files.write(weights, new byte[2000]);
    assertProblem("bytes after the last weight, expected none", "reshape");
    Files.write(weights, new byte[10]);
    assertProblem("weight k: found only 10 bytes, expected at least 72 x 4", "reshape");
    Files.delete(weights);
    assertProblem("found no such file", "reshape");
  }

  @Test
  void opensNoOtherFolder() throws IOException {
    replace("\"paths\":[\"operations.bin\"]", "\"paths\":[\"../operations.bin\"]");
    assertProblem("found weights in ../operations.bin, expected operations.bin", "reshape");
  }

  @Test
  void rejectsConversionWithoutOutputs() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> new TfjsConverter(List.of(), false));
    assertEquals("outputs: found none, expected at least one", e.getMessage());
  }

  /** A damaged model is converted, or rejected with a message. */
  @Tag("damage")
  @Test
  void damagedModelsAreRejected() throws IOException {
    byte[] whole = Files.readAllBytes(model);
    TfjsConverter converter = converter(TfjsOutput.of("y", "product"));
    for (int seed = 0; seed < 10_000; seed++) {
      Files.write(model, Damage.any(whole, seed));
      try {
        assertTrue(converter.convert(model).length > 0);
      } catch (DataFileException e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith(folder.toString()), e.getMessage());
      }
    }
  }

  private void assertProblem(String message, String output) {
    DataFileException e =
        assertThrows(
            DataFileException.class, () -> converter(TfjsOutput.of("y", output)).convert(model));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
  }

  private void replace(String text, String by) throws IOException {
    String json = Files.readString(model);
    assertTrue(json.contains(text), text);
    Files.writeString(model, json.replace(text, by));
  }

  private static TfjsConverter converter(TfjsOutput output) {
    return new TfjsConverter(List.of(output), false);
  }

  private OnnxArray run(byte[] network) throws IOException {
    try (OnnxModel opened = OnnxModel.open(model, network)) {
      Map<String, OnnxArray> inputs =
          opened.inputs().isEmpty() ? Map.of() : Map.of("x", input()); // some need constants only
      return opened.run(inputs, Set.of("y")).get("y");
    }
  }

  private static OnnxArray input() {
    float[] values = new float[60];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (3 * Math.sin(0.7 * i));
    }
    return OnnxArray.of(values, 1, 6, 5, 2);
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.toList();
      assertEquals(1, found.size());
      return found.get(0);
    }
  }

  private static JsonNode expected() throws IOException {
    return JSON.readTree(new String(resource("operations.expected.json"), UTF_8));
  }

  private static List<Long> longs(JsonNode array) {
    List<Long> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asLong()));
    return values;
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i).asDouble();
    }
    return values;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream =
        TfjsConverterTest.class.getResourceAsStream("/extract/tfjs/" + name)) {
      return stream.readAllBytes();
    }
  }
}
