package org.mmt4j.extract;

/**
 * What an expert observed in a video, for a person who wants to know why a video is found.
 *
 * @param second time in the video
 * @param text such as the names of objects, or a word
 */
public record Observation(double second, String text) {}
