package org.mmt4j.extract.voice;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.Extraction;
import org.mmt4j.extract.FeatureCollector;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.FeatureExtractorProvider;
import org.mmt4j.extract.MediaRequests;
import org.mmt4j.extract.MediaSink;
import org.mmt4j.extract.onnx.ModelFile;
import org.mmt4j.extract.onnx.NetworkBatch;
import org.mmt4j.extract.onnx.NetworkPair;
import org.mmt4j.extract.onnx.OnnxArray;

/**
 * Expert {@code voice}: Google's speech embedding, 96 values, as openWakeWord publishes it. A
 * feature is the mean of the embeddings of a second. Audio shorter than 0.8 seconds has no
 * features.
 *
 * <p>Needs {@code melspectrogram.onnx} and {@code embedding_model.onnx} in the model folder. The
 * first reads [1, 1760] samples at 16 kHz, in -32768 ... 32767: a block of 1280, 80 ms, with the
 * 480 before it; and writes 8 windows of 32 mel bands, which become {@code m / 10 + 2}. The second
 * reads [n, 76, 32, 1], the last 76 windows after each block, and writes [n, 1, 1, 96]. An
 * embedding is of the second in which its middle lies.
 *
 * <p>Differs from openWakeWord in that nothing is computed until 76 windows are known, where it
 * starts with windows of ones. Source: {@code openwakeword/utils.py}. Ours, not the paper's.
 */
public final class SpeechEmbedding implements FeatureExtractorProvider {

  private static final String NAME = "voice";
  private static final int DIMENSION = 96;
  private static final int RATE = 16000;
  private static final int BLOCK = 1280;
  private static final int OVERLAP = 480;
  private static final int BANDS = 32;
  private static final int WINDOWS = 76;
  private static final double HOP_SECONDS = 0.01;

  private static final ModelFile SPECTROGRAM = ModelFile.onnx("melspectrogram.onnx");
  private static final ModelFile EMBEDDING = ModelFile.onnx("embedding_model.onnx");

  /** For {@link java.util.ServiceLoader}. */
  public SpeechEmbedding() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unavailableReason(Optional<Path> models) {
    return NetworkPair.unavailableReason(SPECTROGRAM, EMBEDDING, models);
  }

  @Override
  public FeatureExtractor open(Optional<Path> models) throws IOException {
    return new Extractor(NetworkPair.open(SPECTROGRAM, EMBEDDING, models));
  }

  private record Extractor(NetworkPair networks) implements FeatureExtractor {

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public int dimension() {
      return DIMENSION;
    }

    @Override
    public Extraction start(MediaRequests requests) {
      Seconds seconds = new Seconds();
      NetworkBatch embeddings = new NetworkBatch(networks.second(), seconds::add);
      requests.audio(RATE, new Windows(networks, embeddings));
      return () -> {
        embeddings.run();
        return seconds.features();
      };
    }

    @Override
    public void close() {
      networks.close();
    }
  }

  /** Feeds the second network with the windows of the first. */
  private static final class Windows implements MediaSink<float[]> {

    private final NetworkPair networks;
    private final NetworkBatch embeddings;
    private final float[] samples = new float[OVERLAP + BLOCK];
    private final Deque<float[]> windows = new ArrayDeque<>();
    private int filled = OVERLAP;
    private int blocks;

    Windows(NetworkPair networks, NetworkBatch embeddings) {
      this.networks = networks;
      this.embeddings = embeddings;
    }

    @Override
    public void accept(float[] more) throws IOException {
      for (float sample : more) {
        samples[filled++] = sample * Short.MAX_VALUE;
        if (filled == samples.length) {
          addBlock();
          System.arraycopy(samples, BLOCK, samples, 0, OVERLAP);
          filled = OVERLAP;
        }
      }
    }

    private void addBlock() throws IOException {
      float[] bands =
          networks.first().run(OnnxArray.of(samples.clone(), 1, samples.length)).values();
      blocks++;
      for (int start = 0; start < bands.length; start += BANDS) {
        windows.add(Arrays.copyOfRange(bands, start, start + BANDS));
      }
      while (windows.size() > WINDOWS) {
        windows.remove();
      }
      if (windows.size() == WINDOWS) {
        double end = (double) blocks * BLOCK / RATE;
        embeddings.add(end - WINDOWS * HOP_SECONDS / 2, image());
      }
    }

    /** 76 x [32] -> [76, 32, 1]. */
    private OnnxArray image() {
      float[] image = new float[WINDOWS * BANDS];
      int next = 0;
      for (float[] bands : windows) {
        for (float band : bands) {
          image[next++] = band / 10 + 2;
        }
      }
      return OnnxArray.of(image, WINDOWS, BANDS, 1);
    }
  }

  /** The means of the seconds of one audio. */
  private static final class Seconds {

    private final FeatureCollector features = new FeatureCollector();
    private final float[] sum = new float[DIMENSION];
    private int count;
    private int second;

    void add(double time, float[] embedding) {
      if ((int) time > second) {
        end();
        second = (int) time;
      }
      for (int i = 0; i < DIMENSION; i++) {
        sum[i] += embedding[i];
      }
      count++;
    }

    private void end() {
      if (count > 0) {
        float[] mean = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
          mean[i] = sum[i] / count;
        }
        features.add(second + 0.5, mean);
        Arrays.fill(sum, 0);
        count = 0;
      }
    }

    Optional<ExpertFeatures> features() {
      end();
      return features.features();
    }
  }
}
