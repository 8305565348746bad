package org.mmt4j.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Floats;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mmt4j.MmtModel;
import org.mmt4j.config.TemporalEncoding;
import org.mmt4j.data.CaptionedVideo;
import org.mmt4j.data.Expert;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.io.Safetensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A padded batch as in the reference, in a safetensors file. B pairs, T = 30 features, W = 30 word
 * pieces.
 */
public final class BatchFile {

  /** Name of the ids of word pieces, 0 for padding, (B, W). */
  public static final String IDS = "ids";

  /** Name of the attention mask of captions: 1 for word pieces, 0 for padding, (B, W). */
  public static final String VISIBLE = "visible";

  private final Map<String, INDArray> tensors = new HashMap<>();
  private final MmtModel model;
  private final List<CaptionedVideo> pairs;

  private BatchFile(MmtModel model, List<CaptionedVideo> pairs) {
    this.model = model;
    this.pairs = pairs;
  }

  /** Returns the name of the features of an expert, 0 for padding, (B, T, dimension). */
  public static String features(String expert) {
    return "features." + expert;
  }

  /**
   * Returns the name of the maximum over all features of an expert, 0 for missing experts, (B,
   * dimension).
   */
  public static String maximum(String expert) {
    return "maximum." + expert;
  }

  /**
   * Returns the name of the row indices in the temporal embedding table for the features of an
   * expert, (B, T).
   */
  public static String positions(String expert) {
    return "positions." + expert;
  }

  /** Returns the name of the attention mask of an expert: 1 for features, 0 for padding, (B, T). */
  public static String visible(String expert) {
    return "visible." + expert;
  }

  /**
   * Returns the name of the tensor with 1 for videos with the expert and 0 for videos without it,
   * (B, 1).
   */
  public static String present(String expert) {
    return "present." + expert;
  }

  /**
   * Returns the name of the attention mask of a padded tensor; empty for tensors without padding.
   */
  public static String maskOf(String name) {
    if (name.equals(IDS) || name.equals(VISIBLE)) {
      return VISIBLE;
    }
    String expert = name.substring(name.indexOf('.') + 1);
    boolean padded = name.equals(features(expert)) || name.equals(positions(expert));
    return padded || name.equals(visible(expert)) ? visible(expert) : "";
  }

  /** Writes a batch. */
  static void write(Path file, MmtModel model, List<CaptionedVideo> pairs) throws IOException {
    BatchFile batch = new BatchFile(model, pairs);
    model.config().experts().forEach(batch::putVideos);
    batch.putCaptions();
    Safetensors.write(file, batch.tensors);
    batch.tensors.values().forEach(INDArray::close);
  }

  private void putVideos(Expert expert) {
    int slots = Workload.MAX_FEATURES;
    int dimension = expert.dimension();
    float[] features = new float[pairs.size() * slots * dimension];
    float[] maximum = new float[pairs.size() * dimension];
    int[] positions = new int[pairs.size() * slots];
    float[] visible = new float[pairs.size() * slots];
    float[] present = new float[pairs.size()];
    for (int video = 0; video < pairs.size(); video++) {
      ExpertFeatures expertFeatures = pairs.get(video).video().experts().get(expert.name());
      if (expertFeatures == null) {
        continue;
      }
      present[video] = 1;
      System.arraycopy(expertFeatures.max(), 0, maximum, video * dimension, dimension);
      for (int k = 0; k < expertFeatures.count(); k++) {
        int slot = video * slots + k;
        expertFeatures.copyFeature(k, features, slot * dimension);
        positions[slot] =
            TemporalEncoding.SECONDS.position(
                k, expertFeatures.time(k), model.config().positions());
        visible[slot] = 1;
      }
    }
    put(features(expert.name()), features, pairs.size(), slots, dimension);
    put(maximum(expert.name()), maximum, pairs.size(), dimension);
    put(visible(expert.name()), visible, pairs.size(), slots);
    put(present(expert.name()), present, pairs.size(), 1);
    tensors.put(
        positions(expert.name()), Nd4j.createFromArray(positions).reshape(pairs.size(), slots));
  }

  private void putCaptions() {
    int slots = Workload.MAX_WORD_PIECES;
    ImmutableList.Builder<Integer> ids = ImmutableList.builder();
    ImmutableList.Builder<Float> visible = ImmutableList.builder();
    for (CaptionedVideo pair : pairs) {
      int[] pieces = model.network().captionEncoder().tokenize(pair.captions().get(0));
      for (int i = 0; i < slots; i++) {
        ids.add(i < pieces.length ? pieces[i] : 0);
        visible.add(i < pieces.length ? 1f : 0f);
      }
    }
    put(VISIBLE, Floats.toArray(visible.build()), pairs.size(), slots);
    tensors.put(IDS, Nd4j.createFromArray(Ints.toArray(ids.build())).reshape(pairs.size(), slots));
  }

  private void put(String name, float[] values, long... shape) {
    tensors.put(name, Nd4j.createFromArray(values).reshape(shape));
  }
}
