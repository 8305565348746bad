package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;

/**
 * Written or spoken words of a clip, in order of time, and their topic.
 *
 * @param topic topic of all words
 * @param words words in order of time
 */
record Wording(Topic topic, ImmutableList<TimedWord> words) {}
