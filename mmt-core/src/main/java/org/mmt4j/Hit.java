package org.mmt4j;

/**
 * A video found for a caption.
 *
 * @param id the video's
 * @param similarity s(v, c)
 */
public record Hit(String id, double similarity) {}
