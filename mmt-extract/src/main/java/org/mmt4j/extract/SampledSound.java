package org.mmt4j.extract;

import java.util.List;
import java.util.Optional;

/** The audio at one rate. Owns the sound. */
record SampledSound(SoundReader sound) implements AudioReader {

  @Override
  public Optional<float[]> next() throws VideoFileException {
    for (Optional<List<float[]>> b = sound.next(); b.isPresent(); b = sound.next()) {
      float[] samples = b.get().get(0);
      if (samples.length > 0) {
        return Optional.of(samples);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    sound.close();
  }
}
