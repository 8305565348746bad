package org.mmt4j.features;

import com.google.common.collect.ImmutableSortedMap;
import org.mmt4j.data.VideoFeatures;

/**
 * What the file of one video holds.
 *
 * @param features of the experts that were asked for and are not missing
 * @param captions by their number in the file; may be empty
 */
public record StoredVideo(VideoFeatures features, ImmutableSortedMap<Integer, Caption> captions) {}
