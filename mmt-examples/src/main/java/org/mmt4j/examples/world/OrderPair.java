package org.mmt4j.examples.world;

/**
 * Two clips of a list, by index, which differ only in the order of events; so do their captions.
 */
public record OrderPair(int first, int second) {}
