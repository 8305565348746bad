/**
 * Subtitles as people have them: files beside a video, their encodings and markup, and from cues to
 * words that are each said once. Uses no library: a track inside a video is read by {@code
 * org.mmt4j.extract.ffmpeg}.
 */
@NullMarked
package org.mmt4j.extract.subtitles;

import org.jspecify.annotations.NullMarked;
