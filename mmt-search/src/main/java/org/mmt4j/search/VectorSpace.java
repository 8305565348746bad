package org.mmt4j.search;

import java.util.List;
import org.mmt4j.MmtModel;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.Expert;

/**
 * Which vectors can be compared: those of one model. It is stored with the vectors.
 *
 * @param model fingerprint of the model, see {@link MmtModel#fingerprint}
 * @param experts names of the experts, in the order of their parts of a vector
 * @param expertDimension length of the part of one expert, d
 * @param weighted whether videos have weights
 */
public record VectorSpace(
    String model, List<String> experts, int expertDimension, boolean weighted) {

  /** Copies the names. */
  public VectorSpace {
    experts = List.copyOf(experts);
  }

  /** Returns the space of a model; takes about as long as reading all of its parameters. */
  public static VectorSpace of(MmtModel model) {
    ModelConfig config = model.config();
    return new VectorSpace(
        model.fingerprint(),
        config.experts().stream().map(Expert::name).toList(),
        config.packedDimension() / config.experts().size(),
        config.architecture().hasVideoWeights());
  }

  /** Returns the length of a vector, N d. */
  public int dimension() {
    return Math.multiplyExact(experts.size(), expertDimension);
  }

  /** Returns the number of weights of a video: N, or 0. */
  public int weights() {
    return weighted ? experts.size() : 0;
  }

  /**
   * Returns the index of an expert.
   *
   * @throws IllegalArgumentException if there is no such expert
   */
  int index(String expert) {
    int index = experts.indexOf(expert);
    if (index < 0) {
      throw new IllegalArgumentException(
          "expert: found " + expert + ", expected one of " + experts);
    }
    return index;
  }

  /** Returns text for messages: the start of the fingerprint, the experts, sizes. */
  @Override
  public String toString() {
    return "model %s with experts %s, %d values each%s"
        .formatted(
            model.substring(0, Math.min(12, model.length())),
            experts,
            expertDimension,
            weighted ? ", weighted" : "");
  }
}
