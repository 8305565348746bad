package org.mmt4j.features;

import com.google.common.collect.ImmutableSortedMap;
import org.mmt4j.data.VideoFeatures;

/**
 * The stored features and captions of one video.
 *
 * @param features features of the requested experts that are not missing
 * @param captions captions by their number in the file; may be empty
 */
public record StoredVideo(VideoFeatures features, ImmutableSortedMap<Integer, Caption> captions) {}
