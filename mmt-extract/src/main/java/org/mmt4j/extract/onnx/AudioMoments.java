package org.mmt4j.extract.onnx;

import com.google.common.primitives.Floats;
import java.util.Optional;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.extract.audio.LogMelExamples;
import org.mmt4j.extract.audio.LogMelReader;

/** The log-mel examples of the audio of a video. */
final class AudioMoments implements Moments {

  private final Preprocessing.AudioExamples settings;
  private final LogMelExamples examples;
  private int next;

  AudioMoments(Preprocessing.AudioExamples settings, Video video) throws VideoFileException {
    this.settings = settings;
    this.examples =
        new LogMelExamples(LogMelReader.of(settings.logMel(), video), settings.windows());
  }

  @Override
  public Optional<Moment> next() throws VideoFileException {
    return examples.next().map(this::moment);
  }

  private Moment moment(float[][] example) {
    double middle = (next++ + 0.5) * settings.windows() * settings.logMel().hopSeconds();
    int bands = settings.logMel().bank().bands();
    return new Moment(
        middle, OnnxArray.of(Floats.concat(example), 1, 1, settings.windows(), bands));
  }

  @Override
  public void close() {
    examples.close();
  }
}
