package org.mmt4j.examples.world;

/**
 * Indices of two clips that differ only in the order of events; so do their captions.
 *
 * @param first index of a clip
 * @param second index of the other clip
 */
public record OrderPair(int first, int second) {}
