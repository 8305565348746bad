package org.mmt4j.examples;

import com.google.common.collect.ImmutableList;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.function.IntFunction;
import org.mmt4j.extract.SubtitleCue;

/**
 * The content of a video file.
 *
 * @param picturesPerSecond frame rate
 * @param pictures number of frames, at least 1
 * @param picture returns frame i as TYPE_INT_RGB; all frames have the same size, with even width
 *     and height
 * @param samplesPerSecond sampling rate of the audio
 * @param samples one channel with values between -1 and 1; empty if there is no audio track
 * @param cues subtitles in order of time, without overlap
 */
record Movie(
    int picturesPerSecond,
    int pictures,
    IntFunction<BufferedImage> picture,
    int samplesPerSecond,
    Optional<float[]> samples,
    ImmutableList<SubtitleCue> cues) {}
