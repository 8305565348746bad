package org.mmt4j.extract.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.MediaRequests;

/**
 * Expert {@code speech}: the words that Vosk recognizes in the audio. A feature is the vector of a
 * word, at the middle of the word; a word without a vector has no feature.
 *
 * <p>Needs a Vosk model for audio of 16 kHz or less: the folder {@code vosk} in the model folder,
 * with {@code am}, {@code conf} and {@code graph}; and word vectors: {@code words.bin} of word2vec
 * in the model folder, or all-MiniLM-L6-v2 on the class path. Without a Vosk model, {@link
 * SubtitledSpeech} reads the subtitles.
 *
 * <p>Follows section 4.2 of the paper, in which a service transcribes the audio.
 */
public final class TranscribedSpeech implements FeatureExtractorProvider {

  private static final String NAME = "speech";
  private static final String FOLDER = "vosk";

  /** For {@link java.util.ServiceLoader}. */
  public TranscribedSpeech() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unavailableReason(Optional<Path> models) {
    return model(models).isEmpty()
        ? Optional.of(
            "Vosk: found no folder "
                + FOLDER
                + " in the model folder, expected one with a Vosk model")
        : Vosk.unavailableReason().or(() -> WordModels.unavailableReason(models));
  }

  @Override
  public FeatureExtractor open(Optional<Path> models) throws IOException {
    Path folder =
        model(models).orElseThrow(() -> new IOException(unavailableReason(models).orElse(FOLDER)));
    return TextExtractor.open(NAME, new Sound(Vosk.open(folder)), models);
  }

  private static Optional<Path> model(Optional<Path> models) {
    return models.map(folder -> folder.resolve(FOLDER)).filter(Files::isDirectory);
  }

  private static final class Sound implements TextReader {

    private final Vosk vosk;

    Sound(Vosk vosk) {
      this.vosk = vosk;
    }

    @Override
    public Texts start(MediaRequests requests) throws IOException {
      Vosk.Transcript transcript = vosk.start();
      requests.audio(Vosk.RATE, transcript::add);
      return new Texts() {
        @Override
        public List<TimedText> read() throws IOException {
          return transcript.words().stream()
              .map(word -> new TimedText(word.middle(), word.text()))
              .toList();
        }

        @Override
        public void close() {
          transcript.close();
        }
      };
    }

    @Override
    public void close() {
      vosk.close();
    }
  }
}
