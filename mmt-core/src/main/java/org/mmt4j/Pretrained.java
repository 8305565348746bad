package org.mmt4j;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.Expert;
import org.mmt4j.graph.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Initial values from a pretrained model, which may have different experts (paper, section 4.3), as
 * the reference loads a checkpoint of a different configuration.
 */
final class Pretrained {

  private static final String POSITIONS =
      "vid_bert.embeddings.position_embeddings.weight"; // may have more rows

  private final ModelConfig config;
  private final Parameters values;
  private final Set<String> newExperts;

  /**
   * Creates the values for a new model.
   *
   * @param config configuration of the pretrained model
   * @param values parameters of the pretrained model
   * @param experts experts of the new model
   */
  private Pretrained(ModelConfig config, Parameters values, List<Expert> experts) {
    this.config = config;
    this.values = values;
    this.newExperts = new HashSet<>(experts.stream().map(Expert::name).toList());
    newExperts.removeAll(config.expertNames());
  }

  /**
   * Copies the parameters that a new model shares with a pretrained one.
   *
   * @throws IllegalArgumentException if a parameter is missing that does not belong to a new
   *     expert, or a shape or an expert's token type differs; the message lists all problems
   */
  static void copy(MmtModel pretrained, ModelConfig config, Parameters fresh) {
    try (Parameters values = pretrained.copyParameters()) {
      new Pretrained(pretrained.config(), values, config.experts()).copyTo(config, fresh);
    }
  }

  private void copyTo(ModelConfig other, Parameters fresh) {
    List<String> problems = new ArrayList<>();
    requireTokenTypes(other, problems);
    for (String name : fresh.names()) {
      if (values.contains(name)) {
        copy(name, fresh.get(name), problems);
      } else if (!isOfNewExpert(name)) {
        problems.add(
            "parameter " + name + ": expected it in the pretrained model, found no such parameter");
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  private void requireTokenTypes(ModelConfig other, List<String> problems) {
    for (Expert before : config.experts()) {
      for (Expert expert : other.experts()) {
        if (expert.name().equals(before.name()) && expert.tokenType() != before.tokenType()) {
          problems.add(
              "token type of %s: found %d in the pretrained model, expected %d"
                  .formatted(expert.name(), before.tokenType(), expert.tokenType()));
        }
      }
    }
  }

  private boolean isOfNewExpert(String name) {
    return Splitter.on('.').splitToStream(name).skip(1).limit(1).anyMatch(newExperts::contains);
  }

  private void copy(String name, INDArray target, List<String> problems) {
    INDArray value = values.get(name);
    if (Arrays.equals(value.shape(), target.shape())) {
      target.assign(value); // also casts
    } else if (name.equals(POSITIONS)
        && value.size(0) < target.size(0)
        && value.size(1) == target.size(1)) {
      target.assign(0);
      target.get(NDArrayIndex.interval(0, value.size(0)), NDArrayIndex.all()).assign(value);
    } else {
      problems.add(
          "parameter %s: found shape %s in the pretrained model, expected %s"
              .formatted(name, Arrays.toString(value.shape()), Arrays.toString(target.shape())));
    }
  }
}
