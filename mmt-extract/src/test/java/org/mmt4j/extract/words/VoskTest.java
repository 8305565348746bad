package org.mmt4j.extract.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.extract.words.Tones.Tone;
import org.mmt4j.fixtures.Damage;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.io.DataFileException;

class VoskTest {

  /** Tones with pauses, of which some end a sentence. */
  private static final List<Tone> TONES =
      List.of(
          new Tone("low", 1, 1.5),
          new Tone("high", 1.8, 2.1),
          new Tone("low", 4, 4.25),
          new Tone("low", 4.5, 5.5),
          new Tone("high", 5.5, 6));

  private static final List<String> FILES =
      List.of(
          "am/final.mdl",
          "conf/mfcc.conf",
          "graph/HCLG.fst",
          "graph/words.txt",
          "graph/phones/word_boundary.int");

  @TempDir Path folder;

  @BeforeEach
  void model() throws IOException {
    assertEquals(Optional.empty(), Vosk.unavailableReason());
    TinyVoskModel.write(folder);
  }

  @Test
  void recognizesTonesWithTimes() throws IOException {
    try (Vosk vosk = Vosk.open(folder)) {
      assertWords(TONES, words(vosk, sound(7, TONES, 0, 1000)));
    }
  }

  /** Its OpenBLAS would otherwise replace parts of ND4J's. */
  @EnabledOnOs(OS.LINUX)
  @Test
  void otherLibrariesDoNotSeeVosksSymbols() {
    assertEquals(Optional.empty(), Vosk.unavailableReason());
    NativeLibrary visible = NativeLibrary.getProcess();
    for (String symbol : List.of("vosk_model_new", "blas_memory_free")) {
      assertThrows(UnsatisfiedLinkError.class, () -> visible.getFunction(symbol), symbol);
    }
  }

  @Test
  void faintNoiseDoesNotChangeWords() throws IOException {
    try (Vosk vosk = Vosk.open(folder)) {
      assertWords(TONES, words(vosk, sound(7, TONES, 0.001, 1000)));
    }
  }

  /** Vosk restarts its recognition after ten minutes. */
  @Tag("soak")
  @Test
  void timesAreRightAfterTenMinutes() throws IOException {
    List<Tone> tones =
        List.of(
            new Tone("low", 10, 10.5),
            new Tone("high", 610, 610.5),
            new Tone("low", 630, 630.5),
            new Tone("high", 1240, 1240.5));
    try (Vosk vosk = Vosk.open(folder)) {
      assertWords(tones, words(vosk, sound(1250, tones, 0, 4096)));
    }
  }

  @Test
  void silenceHasNoWords() throws IOException {
    try (Vosk vosk = Vosk.open(folder)) {
      assertEquals(List.of(), words(vosk, sound(12, List.of(), 0, 1000)));
      assertEquals(List.of(), words(vosk, sound(12, List.of(), 0.001, 1000)));
    }
  }

  @Test
  void emptyOrVeryShortAudioHasNoWords() throws IOException {
    List<Tone> tone = List.of(new Tone("low", 0, 1));
    try (Vosk vosk = Vosk.open(folder)) {
      assertEquals(List.of(), words(vosk, sound(0, tone, 0, 1000)));
      assertEquals(List.of(), words(vosk, sound(0.02, tone, 0, 1000)));
    }
  }

  @Test
  void blockSizeDoesNotChangeWords() throws IOException {
    try (Vosk vosk = Vosk.open(folder)) {
      List<SpokenWord> words = words(vosk, sound(7, TONES, 0.001, 1000));
      for (int block : new int[] {1000, 1, 160, 4096, 7 * Vosk.RATE}) {
        assertEquals(words, words(vosk, sound(7, TONES, 0.001, block)), "blocks of " + block);
      }
    }
  }

  @Test
  void sharesModelAndFreesItWithTheLastInstance() throws IOException {
    Vosk first = Vosk.open(folder);
    Vosk second = Vosk.open(folder.resolve("am").resolve(".."));
    Files.writeString(folder.resolve("conf/model.conf"), ""); // is not read again
    try (Vosk third = Vosk.open(folder)) {
      assertWords(TONES, words(third, sound(7, TONES, 0, 1000)));
    }
    first.close();
    first.close();
    assertWords(TONES, words(second, sound(7, TONES, 0, 1000)));
    second.close();
    assertThrows(IOException.class, () -> Vosk.open(folder)); // is read again
  }

  @Test
  void rejectsUseAfterClose() throws IOException {
    Vosk vosk = Vosk.open(folder);
    vosk.close();
    Exception e = assertThrows(ClosedException.class, () -> words(vosk, sound(7, TONES, 0, 1000)));
    assertEquals("Vosk model " + folder + ": used after close", e.getMessage());
  }

  @Test
  void rejectsMissingFolder() {
    Path none = folder.resolve("none");
    assertEquals(
        none + ": found no such folder, expected a Vosk model with am, conf and graph",
        failureMessage(none));
  }

  /** Runs in a separate process, because Vosk writes many lines to its error stream. */
  @Test
  void rejectsDamagedModelsAndThenOpensValidOne() throws Exception {
    Map<Path, Damage> damaged = new LinkedHashMap<>();
    damaged.put(folder.resolve("am"), file -> {}); // not a model
    for (String name : FILES) {
      if (!name.equals("graph/words.txt")) { // an empty word list is a valid model without words
        damaged.put(copyOf("empty", name), model -> Files.write(model.resolve(name), new byte[0]));
      }
      damaged.put(copyOf("random", name), model -> Files.write(model.resolve(name), random()));
    }
    for (String name : List.of("am/final.mdl", "graph/HCLG.fst")) {
      damaged.put(copyOf("half", name), model -> Files.write(model.resolve(name), half(name)));
    }
    damaged.put(
        copyOf("higher", "rate"),
        model -> {
          Path file = model.resolve("conf/mfcc.conf");
          Files.writeString(file, Files.readString(file).replace("=16000", "=44100"));
        });
    List<String> expected = new ArrayList<>();
    for (Map.Entry<Path, Damage> model : damaged.entrySet()) {
      model.getValue().apply(model.getKey());
      expected.add(
          model.getKey()
              + ": found files that Vosk cannot load, expected a Vosk model with am, conf and graph");
    }
    expected.add("opened");
    List<Path> opened = new ArrayList<>(damaged.keySet());
    opened.add(folder);
    assertEquals(expected, VoskProcess.open(opened));
  }

  private interface Damage {
    void apply(Path model) throws IOException;
  }

  private Path copyOf(String damage, String name) throws IOException {
    Path copy = folder.resolve(damage + "-" + name.replace('/', '-'));
    TinyVoskModel.write(copy);
    return copy;
  }

  /** Returns printable bytes, because Vosk quotes them in its log. */
  private static byte[] random() {
    return new Random(1)
        .ints(1000, ' ', '~')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] half(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--beam=13\n", "--endpoint.silence-phones="})
  void rejectsOptionsWithoutSilencePhones(String options) throws IOException {
    Path file = folder.resolve("conf/model.conf");
    Files.writeString(file, options);
    assertEquals(
        file + ": found no silence phones, expected a line such as --endpoint.silence-phones=1:2:3",
        failureMessage(folder));
  }

  @Test
  void skipsWordsInBrackets() throws JsonProcessingException {
    assertEquals(
        List.of(new SpokenWord("hello", 0.5, 0.9), new SpokenWord("it's", 2, 2.25)),
        Vosk.words(
            """
            {
              "result": [
                {"conf": 1.0, "start": 0.5, "end": 0.9, "word": "hello"},
                {"conf": 0.3, "start": 0.9, "end": 1.2, "word": "[unk]"},
                {"conf": 0.9, "start": 1.2, "end": 1.3, "word": "[laughter]"},
                {"conf": 0.9, "start": 1.3, "end": 1.4, "word": "<unk>"},
                {"conf": 0.9, "start": 1.4, "end": 1.5, "word": ""},
                {"conf": 0.8, "start": 2.0, "end": 2.25, "word": "it's"}
              ],
              "text": "hello [unk] [laughter] <unk>  it's"
            }
            """));
  }

  /** The format of Vosk if LC_NUMERIC is de_DE. */
  @Test
  void readsDecimalCommas() throws JsonProcessingException {
    assertEquals(
        List.of(new SpokenWord("1,5", 0.99, 12.5)),
        Vosk.words(
            """
            {
              "result" : [{
                  "conf" : 1,000000,
                  "end" : 12,500000,
                  "start" : 0,990000,
                  "word" : "1,5"
                }],
              "text" : "1,5"
            }
            """));
  }

  @Test
  void emptySentenceHasNoWords() throws JsonProcessingException {
    assertEquals(List.of(), Vosk.words("{\"text\": \"\"}"));
  }

  private static void assertWords(List<Tone> tones, List<SpokenWord> words) {
    assertEquals(
        tones.stream().map(Tone::word).toList(), words.stream().map(SpokenWord::text).toList());
    for (int i = 0; i < tones.size(); i++) {
      assertEquals(tones.get(i).start(), words.get(i).start(), TinyVoskModel.TOLERANCE);
      assertEquals(tones.get(i).end(), words.get(i).end(), TinyVoskModel.TOLERANCE);
    }
  }

  private static String failureMessage(Path rejected) {
    return String.valueOf(
        assertThrows(DataFileException.class, () -> Vosk.open(rejected).close()).getMessage());
  }

  private static List<SpokenWord> words(Vosk vosk, List<float[]> sound) throws IOException {
    try (Vosk.Transcript transcript = vosk.start()) {
      for (float[] samples : sound) {
        transcript.add(samples);
      }
      return transcript.words();
    }
  }

  /** Returns audio in blocks of {@code block} samples. */
  private static List<float[]> sound(double seconds, List<Tone> tones, double noise, int block) {
    int total = (int) Math.round(seconds * Vosk.RATE);
    Random random = new Random(1);
    List<float[]> blocks = new ArrayList<>();
    for (int read = 0; read < total; read += block) {
      float[] samples = new float[Math.min(block, total - read)];
      for (int i = 0; i < samples.length; i++) {
        double tone = Tones.at((double) (read + i) / Vosk.RATE, tones);
        samples[i] = (float) (tone + noise * random.nextGaussian());
      }
      blocks.add(samples);
    }
    return blocks;
  }
}
