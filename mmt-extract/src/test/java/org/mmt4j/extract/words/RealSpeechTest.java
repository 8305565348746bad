package org.mmt4j.extract.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mmt4j.extract.voice.VoiceActivity;

/**
 * Silero's network, which {@code fetch-networks.sh} fetches, and Sphinx on sentences of Debian's
 * pocketsphinx-testdata, read aloud: from "Sense and Sensibility", and a command.
 */
@Tag("networks")
class RealSpeechTest {

  private static final Path MODELS = Path.of("target/networks/models");
  private static final Path SENTENCES = Path.of("/usr/share/pocketsphinx/test/data");
  private static final int PAUSE = 2 * VoiceActivity.RATE;
  private static final int WAVE_HEADER = 44;

  /** A sentence, and the seconds at which it lies in the audio. */
  private record Sentence(String text, double start, double end) {}

  private record Audio(float[] samples, List<Sentence> sentences) {}

  private static VoiceActivity voice;
  private static Sphinx sphinx;
  private static Audio audio;

  @BeforeAll
  static void open() throws IOException {
    voice = VoiceActivity.open(Optional.of(MODELS));
    sphinx = Sphinx.open();
    audio = read();
  }

  @AfterAll
  static void close() {
    voice.close();
    sphinx.close();
  }

  private static final double MAX_ERROR_RATE = 0.4;

  /** Words are within their sentence up to the length of a syllable. */
  private static final double TOLERANCE = 0.3;

  @Test
  void wordsAreHeardAtTheirSeconds() throws IOException {
    List<SpokenWord> heard = heard(audio.samples());
    int errors = 0;
    int words = 0;
    for (Sentence sentence : audio.sentences()) {
      List<String> truth = WordErrors.words(sentence.text());
      List<String> found =
          heard.stream()
              .filter(word -> word.start() >= sentence.start() - TOLERANCE)
              .filter(word -> word.end() <= sentence.end() + TOLERANCE)
              .map(SpokenWord::text)
              .toList();
      errors += WordErrors.count(truth, found);
      words += truth.size();
    }
    long within =
        heard.stream()
            .filter(
                word ->
                    audio.sentences().stream()
                        .anyMatch(
                            sentence ->
                                word.start() >= sentence.start() - TOLERANCE
                                    && word.end() <= sentence.end() + TOLERANCE))
            .count();
    assertEquals(heard.size(), within, heard.toString());
    String result = errors + " errors in " + words + " words: " + heard;
    assertTrue(errors <= MAX_ERROR_RATE * words, result);
  }

  @Test
  void resultDoesNotDependOnWhatWasHeardBefore() throws IOException {
    Sentence last = audio.sentences().get(audio.sentences().size() - 1);
    int start = (int) (last.start() * VoiceActivity.RATE);
    float[] alone = Arrays.copyOfRange(audio.samples(), start, audio.samples().length);
    List<SpokenWord> first = heard(alone);
    heard(Arrays.copyOf(audio.samples(), 5 * VoiceActivity.RATE));
    assertEquals(first, heard(alone));
  }

  private static List<SpokenWord> heard(float[] samples) throws IOException {
    List<SpokenWord> heard = new ArrayList<>();
    VoiceActivity.Spans spans = voice.start(span -> heard.addAll(sphinx.words(span)));
    spans.accept(samples);
    spans.end();
    return heard;
  }

  /** The sentences one after the other, with two seconds of silence before each. */
  private static Audio read() throws IOException {
    List<Sentence> sentences = new ArrayList<>();
    float[] samples = new float[0];
    for (String line :
        List.of(
            "librivox/sense_and_sensibility_01_austen_64kb-0880.wav"
                + "=he was not an ill disposed young man",
            "librivox/sense_and_sensibility_01_austen_64kb-0930.wav"
                + "=he might even have been made amiable himself",
            "goforward.raw=go forward ten meters")) {
      String file = line.substring(0, line.indexOf('='));
      float[] spoken = read(SENTENCES.resolve(file));
      double start = (double) (samples.length + PAUSE) / VoiceActivity.RATE;
      double end = start + (double) spoken.length / VoiceActivity.RATE;
      sentences.add(new Sentence(line.substring(line.indexOf('=') + 1), start, end));
      float[] joined = Arrays.copyOf(samples, samples.length + PAUSE + spoken.length);
      System.arraycopy(spoken, 0, joined, samples.length + PAUSE, spoken.length);
      samples = joined;
    }
    return new Audio(samples, sentences);
  }

  /** Reads 16-bit samples at 16 kHz. */
  private static float[] read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(file.toString().endsWith(".wav") ? WAVE_HEADER : 0);
    float[] samples = new float[bytes.remaining() / Short.BYTES];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = bytes.getShort() / 32768f;
    }
    return samples;
  }
}
