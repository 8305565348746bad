/** Reads video files with FFmpeg, whose Maven artifacts are a dependency of the application. */
@NullMarked
package org.mmt4j.extract.ffmpeg;

import org.jspecify.annotations.NullMarked;
