package org.mmt4j.extract.voice;

import com.google.common.primitives.Floats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.mmt4j.extract.MediaSink;
import org.mmt4j.extract.onnx.ModelFile;
import org.mmt4j.extract.onnx.OnnxArray;
import org.mmt4j.extract.onnx.OnnxModel;

/**
 * Finds the spans of audio in which somebody speaks, by the network of Silero VAD 4, {@code
 * silero_vad.onnx} in the model folder. It reads blocks of 512 samples at 16 kHz, 32 ms each, and
 * its state, and writes the probability of voice.
 *
 * <p>A span starts at a probability of at least 0.5, or a quarter of a second before, and ends
 * after half a second below 0.35. A span with less than a quarter of a second of voice is dropped;
 * one of 30 seconds is split, so that memory is bounded.
 *
 * <p>Source: the thresholds are those of {@code get_speech_timestamps} of Silero VAD; the lengths
 * are our choices. Not thread-safe.
 */
public final class VoiceActivity implements AutoCloseable {

  /** Samples per second of the input. */
  public static final int RATE = 16000;

  static final int BLOCK = 512;

  private static final float VOICE = 0.5f;
  private static final float SILENCE = 0.35f;
  private static final int BLOCKS_BEFORE = 8;
  private static final int MIN_VOICED_BLOCKS = 8;
  private static final int SILENT_BLOCKS_AT_END = 16;
  private static final int MAX_BLOCKS = 30 * RATE / BLOCK;

  private static final ModelFile NETWORK = ModelFile.onnx("silero_vad.onnx");
  private static final OnnxArray RATE_INPUT = new OnnxArray(new float[] {RATE}, List.of());
  private static final String PROBABILITY = "output";
  private static final String NEXT_HIDDEN = "hn";
  private static final String NEXT_CELL = "cn";

  /**
   * A span with voice.
   *
   * @param start second at which it starts
   * @param samples {@link #RATE} per second
   */
  public record Span(double start, float[] samples) {}

  private final OnnxModel network;

  private VoiceActivity(OnnxModel network) {
    this.network = network;
  }

  /** Returns why the network is unavailable; empty if it is available. */
  public static Optional<String> unavailableReason(Optional<Path> models) {
    return NETWORK.unavailableReason(models);
  }

  /**
   * Opens the network.
   *
   * @throws IOException if its file is missing, or is no network that can be run
   */
  public static VoiceActivity open(Optional<Path> models) throws IOException {
    return new VoiceActivity(NETWORK.open(models));
  }

  /**
   * Starts the audio of a video.
   *
   * @param spans receives each span with voice, in order of time
   */
  public Spans start(MediaSink<Span> spans) {
    return new Spans(spans);
  }

  @Override
  public void close() {
    network.close();
  }

  /** The spans of one audio, whose samples it receives. */
  public final class Spans implements MediaSink<float[]> {

    private final MediaSink<Span> spans;
    private final float[] block = new float[BLOCK];
    private final Deque<float[]> before = new ArrayDeque<>();
    private final List<float[]> span = new ArrayList<>();
    private OnnxArray hidden = state();
    private OnnxArray cell = state();
    private int filled;
    private long blocks;
    private int voiced;
    private int silent;

    private Spans(MediaSink<Span> spans) {
      this.spans = spans;
    }

    private static OnnxArray state() {
      return OnnxArray.of(new float[2 * 64], 2, 1, 64);
    }

    @Override
    public void accept(float[] samples) throws IOException {
      for (float sample : samples) {
        block[filled++] = sample;
        if (filled == BLOCK) {
          filled = 0;
          add(block.clone());
        }
      }
    }

    /** Says that the audio has ended: delivers the last span. An incomplete block is dropped. */
    public void end() throws IOException {
      if (!span.isEmpty()) {
        deliver();
      }
    }

    private void add(float[] next) throws IOException {
      float probability = probability(next);
      blocks++;
      if (span.isEmpty() && probability < VOICE) {
        before.add(next);
        if (before.size() > BLOCKS_BEFORE) {
          before.remove();
        }
        return;
      }
      span.addAll(before);
      before.clear();
      span.add(next);
      silent = probability < SILENCE ? silent + 1 : 0;
      voiced += silent == 0 ? 1 : 0;
      if (silent == SILENT_BLOCKS_AT_END || span.size() >= MAX_BLOCKS) {
        deliver();
      }
    }

    private float probability(float[] next) throws IOException {
      Map<String, OnnxArray> outputs =
          network.run(
              Map.of(
                  "input", OnnxArray.of(next, 1, BLOCK), "sr", RATE_INPUT, "h", hidden, "c", cell),
              Set.of(PROBABILITY, NEXT_HIDDEN, NEXT_CELL));
      hidden = Objects.requireNonNull(outputs.get(NEXT_HIDDEN));
      cell = Objects.requireNonNull(outputs.get(NEXT_CELL));
      return Objects.requireNonNull(outputs.get(PROBABILITY)).values()[0];
    }

    private void deliver() throws IOException {
      double start = (double) (blocks - span.size()) * BLOCK / RATE;
      float[] samples = Floats.concat(span.toArray(float[][]::new));
      boolean isVoice = voiced >= MIN_VOICED_BLOCKS;
      span.clear();
      voiced = 0;
      silent = 0;
      if (isVoice) {
        spans.accept(new Span(start, samples));
      }
    }
  }
}
