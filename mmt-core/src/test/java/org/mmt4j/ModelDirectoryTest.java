package org.mmt4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.data.Expert;
import org.mmt4j.data.Timing;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.graph.Parameters;
import org.mmt4j.io.Safetensors;
import org.mmt4j.io.TensorFileException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ModelDirectoryTest {

  private static final String BIAS = "text_GU.audio.fc.bias";

  private final List<VideoFeatures> videos = SmallModel.videos(5, 1);

  @TempDir private Path temporary;
  private Path directory;

  @BeforeEach
  void saveModel() throws IOException {
    directory = temporary.resolve("deep/model");
    try (MmtModel model = SmallModel.build()) {
      model.save(directory);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void loadedModelScoresBitIdentically(DataType dataType) throws IOException {
    try (MmtModel model = SmallModel.build(dataType)) {
      model.save(directory);
      try (MmtModel loaded = MmtModel.load(directory)) {
        assertEquals(model.config(), loaded.config());
        assertEquals(dataType, loaded.parameters().dataType());
        assertArrayEquals(
            model.similarities(videos, SmallModel.CAPTIONS).toArray(),
            loaded.similarities(videos, SmallModel.CAPTIONS).toArray());
      }
    }
  }

  @Test
  void readsParametersOfTheSameConfiguration() throws IOException {
    try (MmtModel other = SmallModel.builder().seed(5).build();
        Parameters read = other.readParameters(directory);
        MmtModel saved = MmtModel.load(directory)) {
      assertEquals(saved.parameters().names(), read.names());
      for (String name : read.names()) {
        assertEquals(saved.parameters().get(name), read.get(name), name);
      }
    }
  }

  @Test
  void rejectsParametersOfADifferentConfiguration() {
    try (MmtModel other = SmallModel.builder().dropout(0.2).build()) {
      IOException thrown = assertThrows(IOException.class, () -> other.readParameters(directory));
      String message = String.valueOf(thrown.getMessage());
      assertTrue(message.startsWith(directory.resolve("config.json") + ": found "), message);
    }
  }

  @Test
  void loadedModelClosesItsCaptionEncoder() throws IOException {
    MmtModel loaded = MmtModel.load(directory);
    WordEncoder encoder = (WordEncoder) loaded.network().captionEncoder();
    loaded.close();
    assertTrue(encoder.closed());
  }

  @Test
  void savesAndLoadsTimings() throws IOException {
    List<Expert> experts =
        List.of(
            Expert.of("audio", 2).withTiming(new Timing.StoredOrEvery(0.5)),
            Expert.of("look", 3).withTiming(new Timing.Every(0.2)),
            Expert.of("text", 4).withTiming(new Timing.Unknown()),
            Expert.of("words", 4).withTiming(new Timing.Stored()));
    try (MmtModel model = SmallModel.builder().experts(experts).build()) {
      model.save(directory);
      try (MmtModel loaded = MmtModel.load(directory)) {
        assertEquals(model.config().experts(), loaded.config().experts());
      }
    }
  }

  @Test
  void saveReplacesTheModelAndLeavesNoOtherFiles() throws IOException {
    try (MmtModel other = SmallModel.builder().seed(5).build()) {
      other.save(directory);
      try (MmtModel loaded = MmtModel.load(directory)) {
        assertEquals(other.parameters().get(BIAS), loaded.parameters().get(BIAS));
      }
    }
    assertEquals(List.of("model"), names(directory.getParent()));
    assertEquals(List.of("config.json", "model.safetensors", "words.txt"), names(directory));
  }

  @Test
  void doesNotReplaceADirectoryOfOtherFiles() throws IOException {
    Path file = Files.writeString(temporary.resolve("thesis.txt"), "all of it");
    try (MmtModel model = SmallModel.build()) {
      IOException e = assertThrows(IOException.class, () -> model.save(temporary));
      assertEquals(
          temporary
              + ": found files but no config.json, expected a model directory or an empty directory",
          e.getMessage());
      e = assertThrows(IOException.class, () -> model.save(file));
      assertEquals(
          file + ": found a file, expected a model directory or an empty directory",
          e.getMessage());
    }
    assertEquals("all of it", Files.readString(file));
  }

  @Test
  void replacesAnEmptyDirectory() throws IOException {
    Path empty = Files.createDirectory(temporary.resolve("empty"));
    try (MmtModel model = SmallModel.build()) {
      model.save(empty);
    }
    MmtModel.load(empty).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "model.safetensors", "words.txt"})
  void namesAMissingFile(String file) throws IOException {
    Files.delete(directory.resolve(file));
    assertTrue(failure(IOException.class).contains(directory.resolve(file).toString()));
  }

  @Test
  void namesAMissingDirectory() {
    directory = temporary.resolve("nothing");
    assertEquals(
        directory.resolve("config.json")
            + ": found no such file, expected one in a model directory",
        failure(TensorFileException.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "3", "{}", "{\"format\": 2}", "{} {}", "\u0000"})
  void rejectsContentThatIsNotAConfiguration(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("config.json"), content);
    String message = failure(TensorFileException.class);
    assertTrue(
        message.startsWith(file + ": expected the configuration of a model, found"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"hiddenSize\" : 8|\"hiddenSize\" : 8.5",
        "\"hiddenSize\" : 8|\"hiddenSize\" : 99999999999",
        "\"hiddenSize\" : 8|\"hiddenSize\" : null",
        "\"hiddenSize\" : 8|\"depth\" : 8",
        "\"hiddenSize\" : 8|\"hiddenSize\" : 8, \"hiddenSize\" : 8",
        "\"encoder\" : \"MMT\"|\"encoder\" : 2",
        "\"experts\" : [|\"experts\" : [ null,",
      })
  void rejectsInvalidValuesInTheConfiguration(String old, String changed) throws IOException {
    Path file = directory.resolve("config.json");
    String content = Files.readString(file);
    Files.writeString(file, content.replace(old, changed));
    String message = failure(TensorFileException.class);
    assertTrue(
        message.startsWith(file + ": expected the configuration of a model, found"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\" : 2|\"format\" : 1|format: found 1, expected 2",
        "\"FLOAT\"|\"HALF\"|dataType: found HALF, expected FLOAT or DOUBLE",
        "\"heads\" : 2|\"heads\" : 3|heads: found 3, expected a divisor of the hidden size 8",
        "\"heads\" : 2|\"heads\" : 0|heads: found 0, expected 1 to 65536",
        "\"positions\" : 7|\"positions\" : 1|positions (T_agg, T_unk and one per second): found 1,"
            + " expected 3 to 65538",
        "\"hiddenSize\" : 8|\"hiddenSize\" : 2147483646|hidden size: found 2147483646, expected 1 to 65536",
        "\"name\" : \"look\"|\"name\" : \"audio\"|experts: found duplicate audio, expected unique names",
        "\"stored\"|\"often\"|timing of expert audio: found often, expected stored,"
            + " storedOrEvery, every or unknown",
        "\"words\"|\"poems\"|caption encoder: found poems, expected one whose loader is on the"
            + " class path; add mmt-text for bert and word-embeddings"
      })
  void rejectsInvalidConfigurations(String old, String changed, String problem) throws IOException {
    Path file = directory.resolve("config.json");
    String content = Files.readString(file);
    assertTrue(content.contains(old), content);
    int at = content.indexOf(old);
    Files.writeString(
        file, content.substring(0, at) + changed + content.substring(at + old.length()));
    assertEquals(file + ": " + problem, failure(TensorFileException.class));
  }

  @Test
  void rejectsMoreLayersThanTensorsBeforeItBuildsThem() throws IOException {
    Path file = directory.resolve("config.json");
    Files.writeString(file, Files.readString(file).replace("\"layers\" : 2", "\"layers\" : 65536"));
    String message = failure(TensorFileException.class);
    assertTrue(
        message.endsWith("expected at least one for each of the 65536 layers of the configuration"),
        message);
  }

  @ParameterizedTest
  @CsvSource({
    "hiddenSize,8,12",
    "layers,2,3",
    "layers,2,1",
    "positions,7,40000",
    "feedForward,12,60000"
  })
  void rejectsAConfigurationOfADifferentModel(String size, int old, int other) throws IOException {
    Path file = directory.resolve("config.json");
    String content = Files.readString(file);
    String changed = content.replace("\"" + size + "\" : " + old, "\"" + size + "\" : " + other);
    assertFalse(content.equals(changed));
    Files.writeString(file, changed);
    assertTrue(
        failure(TensorFileException.class)
            .startsWith(directory.resolve("model.safetensors").toString()));
  }

  @Test
  void namesATensorOfAWrongShape() throws IOException {
    changeTensors(tensors -> tensors.put(BIAS, Nd4j.zeros(DataType.FLOAT, 9)));
    assertTensors("parameters, 1 problems: " + BIAS + ": found shape [9], expected [8]");
  }

  @Test
  void namesAMissingTensor() throws IOException {
    changeTensors(tensors -> tensors.remove(BIAS));
    assertTensors("parameters, 1 problems: " + BIAS + ": missing, expected shape [8]");
  }

  @Test
  void namesUnexpectedTensors() throws IOException {
    changeTensors(tensors -> tensors.put("more", Nd4j.zeros(DataType.FLOAT, 1)));
    changeTensors(tensors -> tensors.put("yet.more", Nd4j.zeros(DataType.FLOAT, 2)));
    assertTensors("parameters, 2 problems: more: unexpected; yet.more: unexpected");
  }

  @Test
  void rejectsATruncatedTensorFile() throws IOException {
    Path file = directory.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertTrue(failure(TensorFileException.class).startsWith(file + ": data: found"));
  }

  private interface Change {
    void apply(Map<String, INDArray> tensors);
  }

  private void changeTensors(Change change) throws IOException {
    Path file = directory.resolve("model.safetensors");
    Map<String, INDArray> tensors = new LinkedHashMap<>(Safetensors.read(file));
    change.apply(tensors);
    Safetensors.write(file, tensors);
  }

  private void assertTensors(String problem) {
    assertEquals(
        directory.resolve("model.safetensors") + ": " + problem,
        failure(TensorFileException.class));
  }

  private <E extends Exception> String failure(Class<E> type) {
    return String.valueOf(assertThrows(type, () -> MmtModel.load(directory)).getMessage());
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
