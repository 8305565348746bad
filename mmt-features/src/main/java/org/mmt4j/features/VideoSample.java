package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import org.mmt4j.VideoFeatures;

/**
 * A video with the sentences that describe it.
 *
 * @param features what the experts saw
 * @param captions sentences, ready for a caption encoder
 */
public record VideoSample(VideoFeatures features, ImmutableList<String> captions) {}
