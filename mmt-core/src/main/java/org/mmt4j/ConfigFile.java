package org.mmt4j;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mmt4j.config.Architecture;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.Expert;
import org.mmt4j.data.Timing;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.io.ModelFiles;
import org.mmt4j.io.TensorFileException;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Content of {@code config.json} of a model directory.
 *
 * @param format format version of the directory, {@link #FORMAT}
 * @param dataType FLOAT or DOUBLE
 * @param captionEncoder kind of the caption encoder
 * @param alignedExpert name of the aligned expert; empty if there is none
 */
record ConfigFile(
    int format,
    String dataType,
    String captionEncoder,
    List<ExpertEntry> experts,
    int hiddenSize,
    int layers,
    int heads,
    int feedForward,
    int positions,
    int tokenTypes,
    int maxFeatures,
    double dropout,
    double attentionDropout,
    double captionDropout,
    double initializerRange,
    Architecture architecture,
    String alignedExpert) {

  /** What files have that were written before there were aligned experts. */
  private static final String NONE = "";

  private static final String ALIGNED = "alignedExpert";

  static final int FORMAT = 2;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .withConfigOverride(
              List.class, list -> list.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL)))
          .build();

  /**
   * An expert.
   *
   * @param timing {@code stored}, {@code storedOrEvery}, {@code every} or {@code unknown}
   * @param seconds duration of a feature, 0 if the timing has none
   */
  record ExpertEntry(String name, int dimension, int tokenType, String timing, double seconds) {

    static ExpertEntry of(Expert expert) {
      Timing timing = expert.timing();
      if (timing instanceof Timing.StoredOrEvery stored) {
        return entry(expert, "storedOrEvery", stored.seconds());
      }
      if (timing instanceof Timing.Every every) {
        return entry(expert, "every", every.seconds());
      }
      return entry(expert, timing instanceof Timing.Stored ? "stored" : "unknown", 0);
    }

    private static ExpertEntry entry(Expert expert, String timing, double seconds) {
      return new ExpertEntry(
          expert.name(), expert.dimension(), expert.tokenType(), timing, seconds);
    }

    Expert toExpert() {
      Timing source =
          switch (timing) {
            case "stored" -> new Timing.Stored();
            case "storedOrEvery" -> new Timing.StoredOrEvery(seconds);
            case "every" -> new Timing.Every(seconds);
            case "unknown" -> new Timing.Unknown();
            default ->
                throw new IllegalArgumentException(
                    "timing of expert "
                        + name
                        + ": found "
                        + timing
                        + ", expected stored, storedOrEvery, every or unknown");
          };
      return new Expert(name, dimension, tokenType, source);
    }
  }

  static ConfigFile of(MmtNetwork network, String dataType) {
    ModelConfig config = network.config();
    return new ConfigFile(
        FORMAT,
        dataType,
        network.captionEncoder().kind(),
        config.experts().stream().map(ExpertEntry::of).toList(),
        config.hiddenSize(),
        config.layers(),
        config.heads(),
        config.feedForward(),
        config.positions(),
        config.tokenTypes(),
        config.maxFeatures(),
        config.dropout(),
        config.attentionDropout(),
        config.captionDropout(),
        config.initializerRange(),
        config.architecture(),
        config.alignedExpert().orElse(NONE));
  }

  /**
   * Returns the configuration of the model.
   *
   * @param file file to name in errors
   * @throws TensorFileException if the configuration is not valid
   */
  ModelConfig toConfig(Path file) throws TensorFileException {
    try {
      return ModelConfig.builder()
          .experts(experts.stream().map(ExpertEntry::toExpert).toList())
          .hiddenSize(hiddenSize)
          .layers(layers)
          .heads(heads)
          .feedForward(feedForward)
          .positions(positions)
          .tokenTypes(tokenTypes)
          .maxFeatures(maxFeatures)
          .dropout(dropout)
          .attentionDropout(attentionDropout)
          .captionDropout(captionDropout)
          .initializerRange(initializerRange)
          .architecture(architecture)
          .alignedExpert(Optional.of(alignedExpert).filter(name -> !name.isEmpty()))
          .build();
    } catch (IllegalArgumentException e) {
      throw new TensorFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns the data type of the parameters; throws as {@link #toConfig}. */
  DataType parameterType(Path file) throws TensorFileException {
    return switch (dataType) {
      case "FLOAT" -> DataType.FLOAT;
      case "DOUBLE" -> DataType.DOUBLE;
      default ->
          throw new TensorFileException(
              file, "dataType: found " + dataType + ", expected FLOAT or DOUBLE");
    };
  }

  /**
   * Returns the values as text, by name; those of the architecture as {@code architecture.NAME}.
   */
  SortedMap<String, String> describe() {
    SortedMap<String, String> values = new TreeMap<>();
    describe("", JSON.valueToTree(this), values);
    values.remove("format"); // says nothing about the model
    values.remove(ALIGNED, NONE);
    return values;
  }

  private static void describe(String prefix, JsonNode object, Map<String, String> values) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = prefix + field.getKey();
      JsonNode value = field.getValue();
      if (value.isObject()) {
        describe(name + ".", value, values);
      } else {
        values.put(name, value.isTextual() ? value.textValue() : value.toString());
      }
    }
  }

  void write(Path file) throws IOException {
    AtomicFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
  }

  static ConfigFile read(Path file) throws IOException {
    try {
      JsonNode json = JSON.readTree(ModelFiles.readSmall(file));
      if (!json.isObject()) {
        throw new TensorFileException(
            file, "expected the configuration of a model, found no JSON object");
      }
      JsonNode format = json.path("format"); // first: other formats have other keys
      if (format.isInt() && format.intValue() != FORMAT) {
        throw new TensorFileException(file, "format: found " + format + ", expected " + FORMAT);
      }
      ((ObjectNode) json).putIfAbsent(ALIGNED, TextNode.valueOf(NONE));
      return JSON.treeToValue(json, ConfigFile.class);
    } catch (JsonProcessingException e) {
      throw new TensorFileException(
          file, "expected the configuration of a model, found: " + e.getOriginalMessage(), e);
    }
  }
}
