package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import org.mmt4j.VideoFeatures;

/**
 * What the file of one video holds.
 *
 * @param features of the experts that were asked for and are not missing
 * @param captions in the order of their numbers; may be empty
 */
public record StoredVideo(VideoFeatures features, ImmutableList<Caption> captions) {}
