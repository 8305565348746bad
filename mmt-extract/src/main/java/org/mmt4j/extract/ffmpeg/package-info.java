/** Video files read with FFmpeg, whose Maven artifacts the application brings. */
@NullMarked
package org.mmt4j.extract.ffmpeg;

import org.jspecify.annotations.NullMarked;
