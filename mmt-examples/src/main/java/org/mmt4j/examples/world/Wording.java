package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;

/** Words that a clip shows or says, in order of time, and what they are about. */
record Wording(Topic topic, ImmutableList<TimedWord> words) {}
