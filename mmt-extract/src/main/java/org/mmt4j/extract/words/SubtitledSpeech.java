package org.mmt4j.extract.words;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.Video;

/**
 * Expert {@code speech}: the words of the subtitles of a video. A feature is the mean of the
 * vectors of the words of a cue, at the middle of the cue, but not before the previous feature. A
 * cue without known words has no feature.
 *
 * <p>Needs word vectors: {@code words.bin} of word2vec in the model folder, or all-MiniLM-L6-v2 on
 * the class path.
 *
 * <p>Differs from section 4.2 of the paper, in which a service transcribes the audio, as Vosk does
 * in {@link TranscribedSpeech}: a video without subtitles has no features. A feature describes all
 * words of a cue, not one word.
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
    public List<TimedText> read(Video video) throws IOException {
      return video.subtitles().stream()
          .map(cue -> new TimedText((cue.start() + cue.end()) / 2, cue.text()))
          .toList();
    }

    @Override
    public void close() {}
  }
}
