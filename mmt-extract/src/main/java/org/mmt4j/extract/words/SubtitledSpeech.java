package org.mmt4j.extract.words;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.MediaRequests;

/**
 * Expert {@code speech}: the words of the subtitles of a video. A feature is the vector of a word,
 * at the middle of the word; a word without a vector has no feature. The words of a cue are spread
 * over its time, in proportion to their lengths, with at most half a second for a character.
 *
 * <p>Sounds are not speech: text in square brackets, and lines in parentheses, are skipped.
 *
 * <p>Needs word vectors: {@code words.bin} of word2vec in the model folder, or all-MiniLM-L6-v2 on
 * the class path.
 *
 * <p>Differs from section 4.2 of the paper, in which a service transcribes the audio, as Vosk does
 * in {@link TranscribedSpeech}: a video without subtitles has no features, and the times of words
 * are estimates, unless the subtitles state them.
 */
public final class SubtitledSpeech implements FeatureExtractorProvider {

  private static final String NAME = "speech";

  /** For {@link java.util.ServiceLoader}. */
  public SubtitledSpeech() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unavailableReason(Optional<Path> models) {
    return WordModels.unavailableReason(models);
  }

  @Override
  public FeatureExtractor open(Optional<Path> models) throws IOException {
    return TextExtractor.open(NAME, new Subtitles(), models);
  }

  private static final class Subtitles implements TextReader {

    @Override
    public Texts start(MediaRequests requests) {
      return () -> SubtitleWords.of(requests.video());
    }

    @Override
    public void close() {}
  }
}
