package org.mmt4j.train;

import com.google.common.collect.ImmutableList;
import org.mmt4j.video.VideoTokens;

/**
 * Input of a training graph.
 *
 * @param number number of the batch, from 0
 * @param ids ids of the videos
 * @param captions the same number of captions for each video; captions of one video are adjacent
 */
record Batch(int number, ImmutableList<String> ids, VideoTokens videos, CaptionBatch captions) {}
