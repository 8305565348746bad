package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import org.mmt4j.video.VideoTokens;

/**
 * What a training graph takes.
 *
 * @param number of the batch, counted from 0
 * @param ids of the videos
 * @param captions as many of each video, those of a video side by side
 */
record Batch(int number, ImmutableList<String> ids, VideoTokens videos, CaptionBatch captions) {}
