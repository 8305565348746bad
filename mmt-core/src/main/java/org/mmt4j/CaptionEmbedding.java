package org.mmt4j;

/**
 * A caption as the model sees it, computed once: {@code [w_1 phi_1 .. w_N phi_N]}, the embeddings
 * for each expert times their mixture weights.
 *
 * @param caption the text
 * @param vector N d values; not to be changed
 * @param weights {@code w_1 .. w_N} where the model weighs videos, else empty; not to be changed
 */
public record CaptionEmbedding(String caption, float[] vector, float[] weights) {}
