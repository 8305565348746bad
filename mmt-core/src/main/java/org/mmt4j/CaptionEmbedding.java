package org.mmt4j;

/**
 * The embedding of a caption: {@code [w_1 phi_1 .. w_N phi_N]}, the embeddings for each expert
 * times their mixture weights.
 *
 * @param caption text of the caption
 * @param vector N d values; do not change them
 * @param weights {@code w_1 .. w_N} if the model has video weights, otherwise empty; do not change
 *     them
 */
public record CaptionEmbedding(String caption, float[] vector, float[] weights) {}
