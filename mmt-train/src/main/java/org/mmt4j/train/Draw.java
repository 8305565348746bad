package org.mmt4j.train;

/**
 * A video of a batch.
 *
 * @param source which data set
 * @param index which of its videos
 */
record Draw(int source, int index) {}
