package org.mmt4j.extract.words;

import com.sun.jna.Pointer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A recognizer of Vosk. Its model must stay open. Close it once. */
final class VoskRecognizer implements AutoCloseable {

  private final Pointer recognizer;

  VoskRecognizer(Pointer model, int rate) throws IOException {
    @Nullable Pointer created = VoskLibrary.vosk_recognizer_new(model, rate);
    if (created == null) {
      throw new IOException("Vosk cannot create a recognizer for " + rate + " Hz");
    }
    recognizer = created;
    VoskLibrary.vosk_recognizer_set_words(recognizer, true);
  }

  /** Adds samples; returns whether a sentence has ended, or recognition has failed. */
  boolean accept(short[] samples) {
    return VoskLibrary.vosk_recognizer_accept_waveform_s(recognizer, samples, samples.length);
  }

  /** Returns the sentence that has ended, as JSON. */
  String result() {
    return VoskLibrary.vosk_recognizer_result(recognizer);
  }

  /** Returns the rest, as JSON. */
  String finalResult() {
    return VoskLibrary.vosk_recognizer_final_result(recognizer);
  }

  @Override
  public void close() {
    VoskLibrary.vosk_recognizer_free(recognizer);
  }
}
