package org.mmt4j.search;

import java.util.ArrayList;
import java.util.List;
import org.mmt4j.MmtModel;
import org.mmt4j.config.ModelConfig;

/**
 * Which vectors can be compared: those of one model. It is stored with the vectors.
 *
 * @param model fingerprint of the model, see {@link MmtModel#fingerprint}
 * @param parts the parts of a vector, in their order
 * @param weighted whether videos have weights, one for each expert
 */
public record VectorSpace(String model, List<Part> parts, boolean weighted) {

  /**
   * Part of a vector. An expert has one, d values, and an aligned expert a second one at the end of
   * the vector.
   *
   * @param expert name of the expert
   * @param length number of values
   */
  public record Part(String expert, int length) {}

  /** Copies the parts. */
  public VectorSpace {
    parts = List.copyOf(parts);
  }

  /** Returns the space of a model; takes about as long as reading all of its parameters. */
  public static VectorSpace of(MmtModel model) {
    ModelConfig config = model.config();
    List<Part> parts = new ArrayList<>(parts(config.expertNames(), config.hiddenSize()));
    config
        .alignedExpert()
        .ifPresent(expert -> parts.add(new Part(expert, config.alignedDimension())));
    return new VectorSpace(model.fingerprint(), parts, config.architecture().hasVideoWeights());
  }

  /** Returns a part for each expert, all of one length. */
  public static List<Part> parts(List<String> experts, int length) {
    return experts.stream().map(expert -> new Part(expert, length)).toList();
  }

  /** Returns the names of the experts, in the order of their first parts. */
  public List<String> experts() {
    return parts.stream().map(Part::expert).distinct().toList();
  }

  /** Returns the length of a vector. */
  public int dimension() {
    return parts.stream().mapToInt(Part::length).reduce(0, Math::addExact);
  }

  /** Returns the number of weights of a video: N, or 0. */
  public int weights() {
    return weighted ? experts().size() : 0;
  }

  /**
   * Returns the index of an expert.
   *
   * @throws IllegalArgumentException if there is no such expert
   */
  int index(String expert) {
    int index = experts().indexOf(expert);
    if (index < 0) {
      throw new IllegalArgumentException(
          "expert: found " + expert + ", expected one of " + experts());
    }
    return index;
  }

  /** Returns the values of one expert's parts, and 0 for the others. */
  float[] only(String expert, float[] vector) {
    float[] only = new float[vector.length];
    int first = 0;
    for (Part part : parts) {
      if (part.expert().equals(expert)) {
        System.arraycopy(vector, first, only, first, part.length());
      }
      first += part.length();
    }
    return only;
  }

  /** Returns text for messages: the start of the fingerprint, the experts, sizes. */
  @Override
  public String toString() {
    return "model %s with experts %s, %d values%s"
        .formatted(
            model.substring(0, Math.min(12, model.length())),
            experts(),
            dimension(),
            weighted ? ", weighted" : "");
  }
}
