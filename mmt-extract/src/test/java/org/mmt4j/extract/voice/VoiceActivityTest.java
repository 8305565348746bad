package org.mmt4j.extract.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probability of voice of the test network is the mean of a block. */
class VoiceActivityTest {

  private static final double BLOCK = 512.0 / VoiceActivity.RATE;

  @TempDir Path folder;

  @BeforeEach
  void network() throws IOException {
    TinySilero.write(folder);
  }

  @Test
  void spanStartsBeforeTheVoiceAndEndsAfterIt() throws IOException {
    VoiceActivity.Span span = only(blocks(20, 0), blocks(30, 1), blocks(40, 0));
    assertEquals(12 * BLOCK, span.start(), 1e-9);
    assertEquals((8 + 30 + 16) * 512, span.samples().length);
    assertEquals(0, span.samples()[8 * 512 - 1]);
    assertEquals(1, span.samples()[8 * 512]);
  }

  @Test
  void voiceAtTheStartAndAtTheEndIsDelivered() throws IOException {
    VoiceActivity.Span span = only(blocks(10, 1));
    assertEquals(0, span.start());
    assertEquals(10 * 512, span.samples().length);
  }

  /** Between the two thresholds, a span goes on but does not start. */
  @Test
  void uncertainBlocksContinueASpanOnly() throws IOException {
    assertEquals(List.of(), spans(blocks(100, 0.4f)));
    VoiceActivity.Span span = only(blocks(10, 1), blocks(30, 0.4f), blocks(40, 0));
    assertEquals((10 + 30 + 16) * 512, span.samples().length);
  }

  @Test
  void shortNoiseIsDropped() throws IOException {
    assertEquals(List.of(), spans(blocks(20, 0), blocks(7, 1), blocks(40, 0)));
    assertEquals(1, spans(blocks(20, 0), blocks(8, 1), blocks(40, 0)).size());
  }

  @Test
  void pauseOfHalfASecondSeparatesSpans() throws IOException {
    List<VoiceActivity.Span> spans = spans(blocks(20, 1), blocks(15, 0), blocks(20, 1));
    assertEquals(1, spans.size());
    spans = spans(blocks(20, 1), blocks(16, 0), blocks(20, 1));
    assertEquals(2, spans.size());
    assertEquals(36 * BLOCK, spans.get(1).start(), 1e-9);
  }

  @Test
  void longVoiceIsSplitWithoutLoss() throws IOException {
    List<VoiceActivity.Span> spans = spans(blocks(2000, 1));
    int samples = 0;
    for (VoiceActivity.Span span : spans) {
      assertEquals((double) samples / VoiceActivity.RATE, span.start(), 1e-9);
      assertTrue(span.samples().length <= 30 * VoiceActivity.RATE);
      samples += span.samples().length;
    }
    assertEquals(2000 * 512, samples);
  }

  private VoiceActivity.Span only(float[]... parts) throws IOException {
    List<VoiceActivity.Span> spans = spans(parts);
    assertEquals(1, spans.size());
    return spans.get(0);
  }

  private List<VoiceActivity.Span> spans(float[]... parts) throws IOException {
    List<VoiceActivity.Span> found = new ArrayList<>();
    try (VoiceActivity voice = VoiceActivity.open(Optional.of(folder))) {
      VoiceActivity.Spans spans = voice.start(found::add);
      for (float[] part : parts) {
        spans.accept(part);
      }
      spans.end();
    }
    return found;
  }

  private static float[] blocks(int count, float value) {
    float[] samples = new float[512 * count];
    Arrays.fill(samples, value);
    return samples;
  }
}
