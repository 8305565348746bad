package org.mmt4j.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.mmt4j.data.Expert;

/**
 * Converts the model arguments of the authors' code, {@code arch.args} of their configurations, to
 * a {@link ModelConfig}.
 */
public final class AuthorsConfig {

  private static final int DEFAULT_HIDDEN_SIZE = 512;

  private static final ImmutableMap<String, VideoEncoder> ENCODERS =
      ImmutableMap.of(
          "bert", VideoEncoder.MMT,
          "none", VideoEncoder.NONE,
          "coll", VideoEncoder.COLLABORATIVE_GATING);
  private static final ImmutableMap<String, VideoInput> INPUTS =
      ImmutableMap.of(
          "both", VideoInput.ALL_FEATURES,
          "all", VideoInput.ALL_FEATURES,
          "agg", VideoInput.AGGREGATES_ONLY);
  private static final ImmutableMap<String, Aggregate> AGGREGATES =
      ImmutableMap.of("mxp", Aggregate.MAX, "mnp", Aggregate.MEAN, "sep", Aggregate.ZERO);
  private static final ImmutableMap<String, TemporalEncoding> TEMPORAL =
      ImmutableMap.of(
          "tint", TemporalEncoding.SECONDS,
          "ordr", TemporalEncoding.ORDER,
          "type", TemporalEncoding.ONE_TYPE,
          "none", TemporalEncoding.NONE);
  private static final ImmutableMap<String, Projection> PROJECTIONS =
      ImmutableMap.of(
          "gbn", Projection.GATED_BATCH_NORM,
          "gem", Projection.GATED,
          "lin", Projection.LINEAR);
  private static final ImmutableMap<String, CaptionWeights> CAPTION_WEIGHTS =
      ImmutableMap.of("emb", CaptionWeights.FROM_CAPTION, "none", CaptionWeights.UNIFORM);
  private static final ImmutableMap<String, VideoWeights> VIDEO_WEIGHTS =
      ImmutableMap.of(
          "emb", VideoWeights.FROM_CLS,
          "nrm", VideoWeights.FROM_NORM,
          "none", VideoWeights.UNIFORM);
  private static final ImmutableMap<String, MissingExperts> MISSING =
      ImmutableMap.of("true", MissingExperts.KEPT, "false", MissingExperts.SKIPPED);

  private AuthorsConfig() {}

  /**
   * Returns the configuration for the arguments.
   *
   * @param arguments {@code arch.args}
   * @param experts the experts, in any order
   * @param maxFeatures K, {@code max_expert_tokens} of the data
   * @throws IllegalArgumentException if an argument is missing, the authors' code rejects or fails
   *     with its value, or {@link ModelConfig} rejects a size
   */
  public static ModelConfig of(Map<?, ?> arguments, List<Expert> experts, int maxFeatures) {
    Settings args = new Settings("arch.args", arguments);
    Settings bert = args.nested("vid_bert_params");
    return ModelConfig.builder()
        .experts(ImmutableList.sortedCopyOf(Comparator.comparing(Expert::name), experts))
        .hiddenSize(
            arguments.containsKey("same_dim") ? args.integer("same_dim") : DEFAULT_HIDDEN_SIZE)
        .layers(bert.integer("num_hidden_layers"))
        .heads(bert.integer("num_attention_heads"))
        .feedForward(bert.integer("intermediate_size"))
        .positions(bert.integer("max_position_embeddings"))
        .tokenTypes(bert.integer("type_vocab_size"))
        .maxFeatures(maxFeatures)
        .dropout(bert.number("hidden_dropout_prob"))
        .attentionDropout(bert.number("attention_probs_dropout_prob"))
        .captionDropout(args.nested("txt_bert_params").number("hidden_dropout_prob"))
        .initializerRange(bert.number("initializer_range"))
        .architecture(architecture(args))
        .build();
  }

  /**
   * Returns the architecture. Encoders other than the transformer ignore {@code out_tok} and use
   * maxima.
   */
  private static Architecture architecture(Settings args) {
    VideoEncoder encoder = args.oneOf("vid_cont", ENCODERS);
    return new Architecture(
        encoder,
        args.oneOf("vid_inp", INPUTS),
        encoder == VideoEncoder.MMT ? args.oneOf("out_tok", AGGREGATES) : Aggregate.MAX,
        FeatureScaling.UNIT_LENGTH,
        args.oneOf("pos_enc", TEMPORAL),
        args.oneOf("txt_pro", PROJECTIONS),
        args.oneOf("txt_wgh", CAPTION_WEIGHTS),
        args.oneOf("vid_wgh", VIDEO_WEIGHTS),
        args.oneOf("keep_missing_modalities", MISSING));
  }
}
