package org.mmt4j.examples;

import com.google.common.collect.ImmutableList;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.function.IntFunction;
import org.mmt4j.extract.SubtitleCue;

/**
 * What a video file is to hold.
 *
 * @param picturesPerSecond how many pictures are shown in a second
 * @param pictures how many there are, at least 1
 * @param picture the i-th of them, of TYPE_INT_RGB, all of one size with even sides
 * @param samplesPerSecond of the sound
 * @param samples one channel between -1 and 1; empty if there is no sound track
 * @param cues subtitles in order of time that do not overlap
 */
record Movie(
    int picturesPerSecond,
    int pictures,
    IntFunction<BufferedImage> picture,
    int samplesPerSecond,
    Optional<float[]> samples,
    ImmutableList<SubtitleCue> cues) {}
