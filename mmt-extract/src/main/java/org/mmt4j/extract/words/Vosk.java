package org.mmt4j.extract.words;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Stopwatch;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.io.DataFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognizes words with a Vosk model. All instances of a model folder, in all threads, share one
 * model, which is freed with the last instance. Closing an instance again has no effect.
 */
final class Vosk implements AutoCloseable {

  /** The quietest level, {@code LogLevel.WARNINGS}. */
  private static final int WARNINGS = -1;

  private static final Logger LOG = LoggerFactory.getLogger(Vosk.class);

  /**
   * Samples per second of the input. Models for a higher rate are rejected; for a lower rate, Vosk
   * resamples.
   */
  static final int RATE = 16000;

  private static final String OPTIONS = "conf/model.conf";
  private static final Pattern SILENCE_PHONES =
      Pattern.compile("--endpoint\\.silence[-_]phones=\\d");

  /**
   * A number with a decimal comma, which Vosk writes if the locale of the process has decimal
   * commas.
   */
  private static final Pattern DECIMAL_COMMA = Pattern.compile("(\" : -?\\d+),(\\d)");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Guarded by itself. */
  private static final Map<Path, Shared> MODELS = new HashMap<>();

  private final Shared shared;
  private boolean closed;

  private Vosk(Shared shared) {
    this.shared = shared;
  }

  /** Returns why Vosk is unavailable; empty if it is available. */
  static Optional<String> unavailableReason() {
    try {
      VoskLibrary.vosk_set_log_level(WARNINGS);
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of(
          "Vosk: cannot load "
              + e.getMessage()
              + ", expected com.alphacephei:vosk on the class path, with natives for this"
              + " platform");
    }
  }

  /**
   * Opens the model in a folder.
   *
   * @throws DataFileException if Vosk cannot load it
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

  private static Pointer load(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new DataFileException(
          folder, "found no such folder, expected a Vosk model with am, conf and graph");
    }
    if (!definesSilencePhones(folder)) {
      throw new DataFileException(
          folder.resolve(OPTIONS),
          "found no silence phones, expected a line such as --endpoint.silence-phones=1:2:3");
    }
    Stopwatch watch = Stopwatch.createStarted();
    try {
      Pointer model = requireUsable(newModel(folder));
      LOG.info("loaded Vosk model {} in {} ms", folder, watch.elapsed(TimeUnit.MILLISECONDS));
      return model;
    } catch (IOException e) {
      throw new DataFileException(
          folder,
          "found files that Vosk cannot load, expected a Vosk model with am, conf and graph",
          e);
    }
  }

  private static Pointer newModel(Path folder) throws IOException {
    @Nullable Pointer model = VoskLibrary.vosk_model_new(folder.toString());
    if (model == null) {
      throw new IOException("Vosk cannot create a model");
    }
    return model;
  }

  /** Checks for silence phones: without them, Vosk ends the process at the first audio. */
  private static boolean definesSilencePhones(Path folder) throws IOException {
    Path options = folder.resolve(OPTIONS);
    return !Files.isRegularFile(options)
        || SILENCE_PHONES.matcher(Files.readString(options, StandardCharsets.ISO_8859_1)).find();
  }

  /** Returns the model; frees it if its files do not fit each other or the {@link #RATE}. */
  private static Pointer requireUsable(Pointer model) throws IOException {
    try (VoskRecognizer recognizer = new VoskRecognizer(model, RATE)) {
      if (recognizer.accept(new short[RATE / 10])) { // -1: an error
        throw new IOException(
            "found a model that cannot recognize speech, expected one for " + RATE + " Hz");
      }
      return model;
    } catch (IOException | RuntimeException e) {
      VoskLibrary.vosk_model_free(model);
      throw e;
    }
  }

  /** Starts to recognize the words of the audio of a video. */
  Transcript start() throws IOException {
    return new Transcript(recognizer());
  }

  /** The words of one audio. Holds native memory until it is closed. */
  static final class Transcript implements AutoCloseable {

    private final VoskRecognizer recognizer;
    private final List<SpokenWord> words = new ArrayList<>();

    private Transcript(VoskRecognizer recognizer) {
      this.recognizer = recognizer;
    }

    /** Adds samples, {@link #RATE} per second. */
    void add(float[] samples) throws IOException {
      if (recognizer.accept(Pcm.shorts(samples))) {
        words.addAll(Vosk.words(recognizer.result()));
      }
    }

    /** Returns the words in the order in which they are spoken. Called once, at the end. */
    List<SpokenWord> words() throws IOException {
      words.addAll(Vosk.words(recognizer.finalResult()));
      return words;
    }

    @Override
    public void close() {
      recognizer.close();
    }
  }

  /** Creates a recognizer, which keeps the model alive even if this object is closed meanwhile. */
  private VoskRecognizer recognizer() throws IOException {
    synchronized (MODELS) {
      if (closed) {
        throw new ClosedException("Vosk model " + shared.folder);
      }
      return new VoskRecognizer(shared.model, RATE);
    }
  }

  /**
   * Parses the words of a sentence, {@code {"result": [{"word": "hello", "start": 0.5, "end":
   * 0.9}]}}. Skips results in brackets, which are noises or unknown words.
   */
  static List<SpokenWord> words(String sentence) throws JsonProcessingException {
    List<SpokenWord> words = new ArrayList<>();
    String json = DECIMAL_COMMA.matcher(sentence).replaceAll("$1.$2");
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
        VoskLibrary.vosk_model_free(shared.model);
      }
    }
  }

  private static final class Shared {
    private final Path folder;
    private final Pointer model;
    private int open;

    Shared(Path folder, Pointer model) {
      this.folder = folder;
      this.model = model;
    }
  }
}
