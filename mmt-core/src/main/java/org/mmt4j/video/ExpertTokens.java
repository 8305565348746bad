package org.mmt4j.video;

/**
 * What the encoder reads of one expert of one video.
 *
 * @param aggregate what the aggregate token starts from: the maximum over all features, (dimension)
 * @param features (k, dimension)
 * @param positions (k) rows of the temporal embedding table
 */
public record ExpertTokens(float[] aggregate, float[][] features, int[] positions) {}
