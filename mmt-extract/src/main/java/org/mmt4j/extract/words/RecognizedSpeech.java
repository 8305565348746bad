package org.mmt4j.extract.words;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.MediaRequests;
import org.mmt4j.extract.voice.VoiceActivity;

/**
 * Expert {@code speech}: the words of the subtitles of a video, as {@link SubtitledSpeech}; of a
 * video without subtitles, the English words that Sphinx4 recognizes where Silero's network finds
 * voice. A feature is the vector of a word, at the middle of the word; a word without a vector has
 * no feature.
 *
 * <p>Needs {@code silero_vad.onnx} in the model folder; {@code net.sf.phat:sphinx4-core} and {@code
 * sphinx4-data} on the class path; and word vectors: {@code words.bin} of word2vec in the model
 * folder, or all-MiniLM-L6-v2 on the class path. {@link TranscribedSpeech} by Vosk is preferred
 * where there is a model.
 *
 * <p>Follows section 4.2 of the paper, in which a service transcribes the audio.
 */
public final class RecognizedSpeech implements FeatureExtractorProvider {

  private static final String NAME = "speech";

  /** For {@link java.util.ServiceLoader}. */
  public RecognizedSpeech() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unavailableReason(Optional<Path> models) {
    return VoiceActivity.unavailableReason(models)
        .or(Sphinx::unavailableReason)
        .or(() -> WordModels.unavailableReason(models));
  }

  @Override
  public FeatureExtractor open(Optional<Path> models) throws IOException {
    VoiceActivity voice = VoiceActivity.open(models);
    try {
      return TextExtractor.open(NAME, new Sound(voice, Sphinx.open()), models);
    } catch (IOException | RuntimeException e) {
      voice.close();
      throw e;
    }
  }

  private record Sound(VoiceActivity voice, Sphinx sphinx) implements TextReader {

    @Override
    public Texts start(MediaRequests requests) throws IOException {
      List<TimedText> read = SubtitleWords.of(requests.video());
      if (!read.isEmpty()) {
        return () -> read;
      }
      List<TimedText> heard = new ArrayList<>();
      VoiceActivity.Spans spans =
          voice.start(
              span ->
                  sphinx
                      .words(span)
                      .forEach(word -> heard.add(new TimedText(word.middle(), word.text()))));
      requests.audio(VoiceActivity.RATE, spans);
      return () -> {
        spans.end();
        return heard;
      };
    }

    @Override
    public void close() {
      try {
        voice.close();
      } finally {
        sphinx.close();
      }
    }
  }
}
