package org.mmt4j.extract.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mmt4j.extract.Golden;

class LogMelTest {

  private static final int EXAMPLE_SAMPLES = 15600;

  @Test
  void exampleMatchesReference() throws IOException {
    float[][] example = examples(sound(EXAMPLE_SAMPLES), EXAMPLE_SAMPLES).get(0);

    assertEquals(96, example.length);
    float[] expected = Golden.floats("vggish_log_mel.npy");
    for (int i = 0; i < 96; i++) {
      assertArrayEquals(Arrays.copyOfRange(expected, 64 * i, 64 * i + 64), example[i], 1e-4f);
    }
  }

  @Test
  void examplesStartEvery96Windows() throws IOException {
    int hops = 96 * LogMel.VGGISH.hop();
    float[] sound = sound(EXAMPLE_SAMPLES + hops);
    List<float[][]> examples = examples(sound, 1000);
    assertEquals(2, examples.size());
    float[] second = Arrays.copyOfRange(sound, hops, sound.length);
    assertArrayEquals(examples(second, 1000).get(0), examples.get(1));
  }

  @Test
  void tooFewSamplesHaveNoExample() throws IOException {
    assertEquals(List.of(), examples(sound(EXAMPLE_SAMPLES - 1), 1000));
  }

  @Test
  void silenceIsLogarithmOfOffset() throws IOException {
    float[] bands = windows(new float[400], 400).get(0);
    assertArrayEquals(filled(64, (float) Math.log(0.01)), bands, 1e-6f);
  }

  @Test
  void hopMaySkipSamples() throws IOException {
    LogMel sparse = LogMel.VGGISH.withHop(1000).withBank(new MelBank(8, 125, 7500));
    float[] sound = sound(2401);
    List<float[]> windows = windows(sparse, sound, 7);
    assertEquals(3, windows.size());
    List<float[]> last = windows(sparse, Arrays.copyOfRange(sound, 2000, 2400), 400);
    assertArrayEquals(last.get(0), windows.get(2));
  }

  @Property(tries = 50)
  void blockSizeDoesNotChangeTheResult(@ForAll @IntRange(min = 1, max = 3000) int block)
      throws IOException {
    float[] sound = sound(2000);
    List<float[]> whole = windows(sound, sound.length);
    List<float[]> pieces = windows(sound, block);
    assertEquals(1 + (2000 - 400) / 160, whole.size());
    assertArrayEquals(whole.toArray(), pieces.toArray());
  }

  @Test
  void rejectsBankAboveHalfTheSampleRate() {
    LogMel settings = LogMel.VGGISH.withRate(8000).withWindow(200).withHop(80);
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> new LogMelStream(settings, bands -> {}));
    assertEquals(
        "mel bank: found frequencies up to 7500.0 Hz, expected at most half of the 8000 samples"
            + " per second",
        e.getMessage());
  }

  @Test
  void rejectsInvalidSettings() {
    assertRejected("mel bands: found 0, expected at least 1", () -> new MelBank(0, 1, 2));
    assertRejected(
        "mel bank: found 2.0 to 2.0 Hz, expected 0 <= low < high", () -> new MelBank(1, 2, 2));
    MelBank bank = LogMel.VGGISH.bank();
    assertRejected(
        "log-mel spectrogram: found windows of 1 samples every 1 at 16000 Hz, expected a rate and a"
            + " hop of at least 1 and windows of at least 2",
        () -> new LogMel(16000, 1, 1, bank, 0.01));
    assertRejected(
        "log-mel spectrogram: found offset 0.0, expected a positive value",
        () -> LogMel.VGGISH.withOffset(0));
  }

  private static void assertRejected(String message, Runnable construction) {
    Exception e = assertThrows(IllegalArgumentException.class, construction::run);
    assertEquals(message, e.getMessage());
  }

  /** The audio of vggish_log_mel.py. */
  private static float[] sound(int count) {
    float[] sound = new float[count];
    for (int n = 0; n < count; n++) {
      double noise = ((n * 1103515245L + 12345) % 65536) / 32768.0 - 1;
      double t = n / 16000.0;
      sound[n] =
          (float)
              (0.4 * Math.sin(2 * Math.PI * 440 * t)
                  + 0.2 * Math.sin(2 * Math.PI * 3000 * t)
                  + 0.2 * Math.sin(2 * Math.PI * (100 * t + 2000 * t * t))
                  + 0.05 * noise);
    }
    return sound;
  }

  private static List<float[][]> examples(float[] sound, int block) throws IOException {
    List<float[][]> examples = new ArrayList<>();
    feed(sound, block, new LogMelStream(LogMel.VGGISH, new LogMelExamples(96, examples::add)));
    return examples;
  }

  private static List<float[]> windows(float[] sound, int block) throws IOException {
    return windows(LogMel.VGGISH, sound, block);
  }

  private static List<float[]> windows(LogMel settings, float[] sound, int block)
      throws IOException {
    List<float[]> windows = new ArrayList<>();
    feed(sound, block, new LogMelStream(settings, windows::add));
    return windows;
  }

  private static void feed(float[] sound, int block, LogMelStream stream) throws IOException {
    for (int i = 0; i < sound.length; i += block) {
      stream.accept(Arrays.copyOfRange(sound, i, Math.min(sound.length, i + block)));
    }
  }

  private static float[] filled(int length, float value) {
    float[] filled = new float[length];
    Arrays.fill(filled, value);
    return filled;
  }
}
