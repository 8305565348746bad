package org.mmt4j.extract.words;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mmt4j.extract.AudioReader;
import org.vosk.LibVosk;
import org.vosk.LogLevel;
import org.vosk.Model;
import org.vosk.Recognizer;

/**
 * Hears words with a model of Vosk. The model is loaded once for all that are open on its folder,
 * of all threads, and freed with the last; closing twice is harmless.
 */
final class Vosk implements AutoCloseable {

  /**
   * Samples a second that it hears; models of more are refused, for those of fewer it resamples.
   */
  static final int RATE = 16000;

  private static final String OPTIONS = "conf/model.conf";
  private static final Pattern SILENCE = Pattern.compile("--endpoint\\.silence[-_]phones=\\d");

  /** A number as Vosk writes it in a process whose language has decimal commas. */
  private static final Pattern COMMA = Pattern.compile("(\" : -?\\d+),(\\d)");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Guarded by itself. */
  private static final Map<Path, Shared> MODELS = new HashMap<>();

  private final Shared shared;
  private boolean closed;

  private Vosk(Shared shared) {
    this.shared = shared;
  }

  /** Why it cannot be used here; empty if it can. */
  static Optional<String> absence() {
    try {
      LibVosk.setLogLevel(LogLevel.WARNINGS); // its fewest words
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of(
          "Vosk: found no "
              + e.getMessage()
              + ", expected com.alphacephei:vosk on the class path, and this platform among its"
              + " natives");
    }
  }

  /**
   * Opens the model in a folder.
   *
   * @throws IOException if Vosk does not know what is in there
   */
  static Vosk open(Path folder) throws IOException {
    Path key = folder.toAbsolutePath().normalize();
    synchronized (MODELS) {
      Shared shared = MODELS.get(key);
      if (shared == null) {
        shared = new Shared(key, load(key));
        MODELS.put(key, shared);
      }
      shared.open++;
      return new Vosk(shared);
    }
  }

  private static Model load(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "model of Vosk: found no folder " + folder + ", expected one with am, conf and graph");
    }
    if (!namesSilence(folder)) {
      throw new IOException(
          "model of Vosk: found no phones of silence in "
              + folder.resolve(OPTIONS)
              + ", expected a line as --endpoint.silence-phones=1:2:3");
    }
    try {
      return thatHears(new Model(folder.toString()));
    } catch (IOException e) {
      throw new IOException(
          "model of Vosk: found files in "
              + folder
              + " that it does not know, expected one of its models, with am, conf and graph",
          e);
    }
  }

  /** Vosk would end the process at the first sound otherwise. */
  private static boolean namesSilence(Path folder) throws IOException {
    Path options = folder.resolve(OPTIONS);
    return !Files.isRegularFile(options)
        || SILENCE.matcher(Files.readString(options, StandardCharsets.ISO_8859_1)).find();
  }

  /** The model; frees it if its files do not fit each other or the {@link #RATE}. */
  private static Model thatHears(Model model) throws IOException {
    short[] silence = new short[RATE / 10];
    try (Recognizer recognizer = new Recognizer(model, RATE)) {
      if (recognizer.acceptWaveForm(silence, silence.length)) { // -1: an error
        throw new IOException("found no way to hear, expected a model for " + RATE + " Hz");
      }
      return model;
    } catch (IOException e) {
      model.close();
      throw e;
    }
  }

  /**
   * The words of a sound, in the order in which they are said.
   *
   * @param audio of {@link #RATE} samples a second; the caller closes it
   */
  List<SpokenWord> words(AudioReader audio) throws IOException {
    List<SpokenWord> words = new ArrayList<>();
    try (Recognizer recognizer = recognizer()) {
      recognizer.setWords(true);
      for (Optional<float[]> s = audio.next(); s.isPresent(); s = audio.next()) {
        short[] samples = shorts(s.get());
        if (recognizer.acceptWaveForm(samples, samples.length)) {
          words.addAll(words(recognizer.getResult()));
        }
      }
      words.addAll(words(recognizer.getFinalResult()));
    }
    return words;
  }

  /** It keeps the model, even if that is closed meanwhile. */
  private Recognizer recognizer() throws IOException {
    synchronized (MODELS) {
      if (closed) {
        throw new IllegalStateException(shared.folder + ": words: found the model closed");
      }
      return new Recognizer(shared.model, RATE);
    }
  }

  private static short[] shorts(float[] samples) {
    short[] shorts = new short[samples.length];
    for (int i = 0; i < samples.length; i++) {
      shorts[i] = (short) Math.round(Short.MAX_VALUE * Math.max(-1, Math.min(1, samples[i])));
    }
    return shorts;
  }

  /**
   * Those of a sentence, {@code {"result": [{"word": "hello", "start": 0.5, "end": 0.9}]}}; what
   * stands in brackets is no word but a noise, or one that the model does not know.
   */
  static List<SpokenWord> words(String sentence) throws JsonProcessingException {
    List<SpokenWord> words = new ArrayList<>();
    String json = COMMA.matcher(sentence).replaceAll("$1.$2");
    for (JsonNode word : JSON.readTree(json).path("result")) {
      String text = word.path("word").asText();
      if (!text.isEmpty() && !text.startsWith("[") && !text.startsWith("<")) {
        words.add(new SpokenWord(text, word.path("start").asDouble(), word.path("end").asDouble()));
      }
    }
    return words;
  }

  @Override
  public void close() {
    synchronized (MODELS) {
      if (closed) {
        return;
      }
      closed = true;
      shared.open--;
      if (shared.open == 0) {
        MODELS.remove(shared.folder);
        shared.model.close();
      }
    }
  }

  private static final class Shared {
    private final Path folder;
    private final Model model;
    private int open;

    Shared(Path folder, Model model) {
      this.folder = folder;
      this.model = model;
    }
  }
}
